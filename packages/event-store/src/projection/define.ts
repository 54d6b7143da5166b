import type pg from 'pg';
import type { EventShape, Recorded } from '../event.ts';

/** What a handler writes with: the projection's own transaction, which already belongs to the tenant. */
export interface Writer {
  readonly tenantId: string;
  readonly client: pg.ClientBase;
  /** The quoted table to write to now: the one that is read, or its shadow during a rebuild. Always ask for it. */
  readonly table: (name: string) => string;
  /** Runs one statement. */
  readonly query: (text: string, values?: readonly unknown[]) => Promise<pg.QueryResult>;
  /** Events come out of turn, because their stream had been parked. */
  readonly outOfTurn: boolean;
}

/** What to do about each type of event. Types without a handler are passed over. */
export type Handlers<E extends EventShape> = {
  readonly [T in E['type']]?: (write: Writer, event: Recorded<Extract<E, { type: T }>>) => PromiseLike<unknown>;
};

/** A read model and how events become its rows. */
export interface Projection {
  /** Name of its subscription, such as `flightplan.departures`. */
  readonly name: string;
  /** Raise it when old rows no longer fit: the projection is then rebuilt from the first event. */
  readonly revision: number;
  /** Tables it writes, each with a shadow made by `shadowSql`. */
  readonly tables: readonly string[];
  readonly apply: (write: Writer, events: readonly Recorded[]) => Promise<void>;
}

interface Definition<E extends EventShape> {
  readonly name: string;
  readonly revision: number;
  readonly tables: readonly string[];
  readonly on: Handlers<E>;
}

const NAME = /^[a-z][a-z0-9_.-]{0,180}$/;

/** Refuses names that could be mistaken for those of rebuilds. */
export function requireName(name: string): string {
  if (!NAME.test(name)) throw new Error(`"${name}" is no name for a projection: use small letters, digits, dots and dashes.`);
  return name;
}

/** A projection with one handler per event type, each free to write any SQL. For many events a second see `defineRows`. */
export function defineProjection<E extends EventShape>({ name, revision, tables, on }: Definition<E>): Projection {
  const handlers = new Map<string, (write: Writer, event: never) => PromiseLike<unknown>>(Object.entries(on));
  return {
    name: requireName(name),
    revision,
    tables,
    apply: async (write, events) => {
      for (const event of events) await handlers.get(event.type)?.(write, event as never);
    },
  };
}
