import createKnex, { type Knex } from 'knex';
import pg from 'pg';
import { columnNameMappers } from './column-names.ts';
import { type PlanAge, prepareRepeated } from './prepared.ts';

const { builtins } = pg.types;

/** Keeps the microseconds that a Date would cut off: lists page by instants, and a cut one would skip rows. */
const asInstant = (text: string): string => {
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  const seconds = text.endsWith('+00')
    ? text.slice(0, 19).replace(' ', 'T')
    : new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString().slice(0, 19);
  return `${seconds}.${fraction.padEnd(3, '0')}Z`;
};

const asSafeInteger = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a safe integer`);
  return value;
};

const asText = (text: string): string => text;

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [builtins.DATE, asText],
  [builtins.NUMERIC, asText],
  [builtins.TIMESTAMPTZ, asInstant],
  [builtins.INT8, asSafeInteger],
]);

/**
 * How values leave the database: dates as `YYYY-MM-DD`, instants as ISO text in UTC, numeric as decimal text,
 * bigint as a safe integer. Set per connection, because the parsers of `pg` itself are shared by the whole process.
 */
export const rowTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: never) => unknown {
    const ours = format === 'binary' ? undefined : parsers.get(oid);
    return (ours ?? pg.types.getTypeParser(oid, format as 'text')) as (value: never) => unknown;
  },
};

/** How a pool shows itself to the database, and how much of it it may hold. */
export interface PoolOptions {
  /** Shown in `pg_stat_activity`, so that a database administrator sees who holds a connection. */
  readonly name?: string;
  /** Most connections held at once. */
  readonly max?: number;
}

/** Opens a pool as one database role. Nothing connects until the first query. */
export function connect(url: string, { name = 'wardwright', max = 10 }: PoolOptions = {}): Knex {
  const age: PlanAge = { current: 0 };
  return createKnex({
    client: 'pg',
    connection: {
      connectionString: url,
      types: rowTypes,
      application_name: name,
    } as Knex.PgConnectionConfig,
    pool: {
      min: 0,
      max,
      afterCreate: (connection: pg.Client, done: (error: null, connection: pg.Client) => void) => {
        prepareRepeated(connection, age);
        done(null, connection);
      },
    },
    ...columnNameMappers,
  });
}

/** The pools of a running product: one for tenants' data, one for logins. */
export interface Database {
  /** The pool that holds this tenant. Today there is one server; tenants can be spread over several later. */
  resolve(tenantId: string): Knex;
  /** Global reference data that no tenant owns, such as the list of tenants. */
  readonly shared: Knex;
  /** Logins, under a role of their own. */
  readonly identity: Knex;
  close(): Promise<void>;
}

/** Opens the pools for the application and the identity role. */
export function openDatabase(urls: { app: string; identity: string }, options: PoolOptions = {}): Database {
  const app = connect(urls.app, options);
  const identity = connect(urls.identity, { ...options, name: 'wardwright-identity', max: 5 });
  return {
    resolve: () => app,
    shared: app,
    identity,
    close: async () => {
      await Promise.all([app.destroy(), identity.destroy()]);
    },
  };
}
