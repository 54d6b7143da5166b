import pg from 'pg';
import { ANY, NO_STREAM, STREAM_EXISTS } from '../install/append-sql.ts';
import { EventIdConflict, EventStoreError, asRefusal } from '../errors.ts';
import type { Appended, EventShape, Expected, NewEvent, StreamRef } from '../event.ts';
import { newEventId } from '../ids.ts';
import { type Sql, type Statement, rowsOf } from './sql.ts';

/** How an append is to be made. */
export interface AppendOptions {
  readonly expected: Expected;
  /** Who causes the events: a user or a service principal. */
  readonly by: string;
}

interface Written {
  readonly version: number;
  readonly position: number;
  readonly duplicate: boolean;
}

// One column that holds the whole answer, "(3,17,f)", is the cheapest form for PostgreSQL to give and for pg to take.
function writtenOf(rows: [string][]): Written {
  const [version = '', position = '', duplicate = ''] = rows[0]?.[0].slice(1, -1).split(',') ?? [];
  if (!version) throw new EventStoreError('The append has given no answer.');
  return { version: Number(version), position: Number(position), duplicate: duplicate === 't' };
}
type Append = (sql: Sql, stream: StreamRef, events: readonly NewEvent[], options: AppendOptions) => Promise<Appended>;

const idInUse = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'events_tenant_id_event_id_key';

const wishes = { any: ANY, 'stream exists': STREAM_EXISTS, 'no stream': NO_STREAM } as const;

function wishOf(expected: Expected): number {
  if (typeof expected !== 'number') return wishes[expected];
  if (!Number.isInteger(expected) || expected < 0) throw new EventStoreError('An expected version is a whole number from 0.');
  return expected;
}

const textOf = (data: object, what: string): string => {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new EventStoreError(`The ${what} of an event must be an object.`);
  return JSON.stringify(data);
};

const metadataOf = ({ metadata, schemaVersion = 1 }: NewEvent): string => {
  if (schemaVersion !== 1) return JSON.stringify({ ...metadata, schema_version: schemaVersion });
  return metadata === undefined ? '{}' : textOf(metadata, 'metadata');
};

const idOf = (event: NewEvent): string => event.id ?? newEventId();

/** The statements that append, for the schema the store lives in. */
export function appender(schema: string): Append {
  const statement = (name: string, parameters: number): Statement => ({
    name: `${schema}.${name}`,
    text: `select ${schema}.${name}(${Array.from({ length: parameters }, (_, i) => `$${i + 1}`).join(', ')})`,
  });
  const repeat = statement('find_repeat', 6);
  const one = statement('append_one', 9);
  const many = statement('append_many', 9);

  const write = async (sql: Sql, common: unknown[], events: readonly NewEvent[], ids: string[]): Promise<Written> => {
    const [event] = events;
    if (events.length === 1 && event) {
      const values = [...common, ids[0], event.type, textOf(event.data, 'data'), metadataOf(event)];
      return writtenOf(await rowsOf<[string]>(sql, one, values));
    }
    const types = events.map(({ type }) => type);
    const data = events.map((each) => textOf(each.data, 'data'));
    return writtenOf(await rowsOf<[string]>(sql, many, [...common, ids, types, data, events.map(metadataOf)]));
  };

  // The statement that ran into a known id has failed; outside a transaction another one can say what was written then.
  const asBefore = async (sql: Sql, { tenantId, streamId, streamType }: StreamRef, events: readonly NewEvent[], ids: string[], cause: unknown) => {
    if (!(sql instanceof pg.Pool)) throw new EventIdConflict('An event id is already in use.', { cause });
    const data = events.map((event) => textOf(event.data, 'data'));
    return writtenOf(await rowsOf<[string]>(sql, repeat, [tenantId, streamId, streamType, ids, events.map(({ type }) => type), data]));
  };

  return async (sql, stream, events, { expected, by }) => {
    if (events.length === 0) throw new EventStoreError('There is nothing to append.');
    const eventIds = events.map(idOf);
    try {
      const common = [stream.tenantId, stream.streamId, stream.streamType, wishOf(expected), by];
      const { version, position, duplicate } = await write(sql, common, events, eventIds).catch((error: unknown) => {
        if (idInUse(error)) return asBefore(sql, stream, events, eventIds, error);
        throw error;
      });
      return { firstVersion: version - events.length + 1, version, position, duplicate, eventIds };
    } catch (error) {
      throw asRefusal(error, expected);
    }
  };
}

/** Events an inline projection is told about before they are written: everything but position and time. */
export type Upcoming<E extends EventShape> = NewEvent<E> & { readonly id: string; readonly version: number };

/** Gives each event its id and the version it will have. */
export const upcoming = <E extends EventShape>(events: readonly NewEvent<E>[], current: number): Upcoming<E>[] =>
  events.map((event, index) => ({ ...event, id: idOf(event), version: current + index + 1 }));
