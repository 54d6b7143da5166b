import pg from 'pg';
import { EventStoreError } from './errors.ts';
import type { Appended, EventShape, NewEvent, Recorded, StreamRef } from './event.ts';
import { quoteName } from './install/names.ts';
import { type AppendOptions, type Appender, type Upcoming, appender, prepare, upcoming } from './store/append.ts';
import { appendQueue } from './store/queue.ts';
import { type Loaded, type ReadAllOptions, type ReadOptions, reader } from './store/read.ts';
import { type Sql, inTransaction, rowsOf } from './store/sql.ts';
import { type Wake, createWake } from './store/wake.ts';
import { type Upcasters, upcastWith } from './upcast.ts';

export { requireDurability } from './durability.ts';
export { EventIdConflict, EventStoreError, ProjectionLag, VersionConflict, WorkerHalted, isPassing } from './errors.ts';
export type { Appended, Envelope, EventShape, Expected, NewEvent, Recorded, StreamRef } from './event.ts';
export { eventIdOf, newEventId } from './ids.ts';
export type { AppendOptions, Upcoming } from './store/append.ts';
export type { ReadAllOptions, ReadOptions } from './store/read.ts';
export type { Sql } from './store/sql.ts';
export { type Upcaster, type Upcasters, isType } from './upcast.ts';

/** How to reach the store. Give a URL, or a pool that the application keeps and closes itself. */
export type StoreOptions = ({ readonly url: string; readonly max?: number } | { readonly pool: pg.Pool }) & {
  readonly schema?: string;
  readonly upcasters?: Upcasters;
};

/** Writes before the events in the same transaction; what it may know is everything but their position and time. */
export type Inline<E extends EventShape> = (client: pg.ClientBase, events: readonly Upcoming<E>[]) => Promise<void>;

/** An open event store. Every call says whose events it means; PostgreSQL holds it to that. */
export interface EventStore {
  readonly pool: pg.Pool;
  /** The quoted schema the tables lie in. */
  readonly schema: string;
  readonly wake: Wake;
  /**
   * Writes all events or none, in one round trip.
   * @throws VersionConflict, EventIdConflict, or EventStoreError when the stream has another type
   */
  append: <E extends EventShape>(stream: StreamRef, events: readonly NewEvent<E>[], options: AppendOptions) => Promise<Appended>;
  /** The same inside an open transaction, whose last statement it should be: the tenant's other writers wait for its end. */
  appendIn: <E extends EventShape>(sql: Sql, stream: StreamRef, events: readonly NewEvent<E>[], options: AppendOptions) => Promise<Appended>;
  /** Runs `inline`, then appends, in one transaction. The expectation must name the version, which `inline` is told. */
  appendWith: <E extends EventShape>(
    stream: StreamRef,
    events: readonly NewEvent<E>[],
    options: AppendOptions & { readonly expected: number | 'no stream' },
    inline: Inline<E>,
  ) => Promise<Appended>;
  readStream: <E extends EventShape>(tenantId: string, streamId: string, options?: ReadOptions, sql?: Sql) => Promise<Recorded<E>[]>;
  /** Events of all streams of a tenant by position. */
  readAll: <E extends EventShape>(tenantId: string, options?: ReadAllOptions, sql?: Sql) => Promise<Recorded<E>[]>;
  findEvent: <E extends EventShape>(tenantId: string, eventId: string, sql?: Sql) => Promise<Recorded<E> | undefined>;
  /** Position of the newest event of the tenant; 0 when there is none. */
  head: (tenantId: string, sql?: Sql) => Promise<number>;
  /** The newest snapshot of this schema version and the events since, in one round trip. */
  load: <E extends EventShape>(tenantId: string, streamId: string, schemaVersion: number, sql?: Sql) => Promise<Loaded<E>>;
  saveSnapshot: (stream: StreamRef, version: number, schemaVersion: number, state: unknown) => Promise<void>;
  /** Ends the waiting and, unless the application brought the pool, the connections. */
  close: () => Promise<void>;
}

const openPool = (url: string, max = 10): pg.Pool =>
  new pg.Pool({
    connectionString: url,
    max,
    application_name: 'event-store',
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 60_000,
  });

/**
 * A server that ends a connection in the same breath in which it opened it tells so before whoever asked for the connection
 * has it in hand; an error that nobody listens to would end the application. The next query fails with the reason anyway.
 */
function outliveCuts(pool: pg.Pool): void {
  pool.on('connect', (client) => client.on('error', () => undefined));
}

/** Opens the store that `installEventStore` has made. Nothing connects until the first call. */
export function openEventStore(options: StoreOptions): EventStore {
  const schema = quoteName(options.schema ?? 'event_store');
  const own = 'url' in options;
  const pool = own ? openPool(options.url, options.max) : options.pool;
  if (own) pool.on('error', () => undefined);
  outliveCuts(pool);
  const wake = createWake(pool, options.schema ?? 'event_store');
  const write = appender(schema);
  const enqueue = appendQueue({ alone: (ready) => write.alone(pool, ready), together: (all) => write.together(pool, all) });
  const read = reader(schema, upcastWith(options.upcasters ?? {}));
  const snapshot = { name: `${schema}.save_snapshot`, text: `select ${schema}.save_snapshot($1, $2, $3, $4, $5, $6)` };

  return {
    pool,
    schema,
    wake,
    append: async (stream, events, how) => {
      const result = await enqueue(prepare(stream, events, how));
      wake.signal();
      return result;
    },
    appendIn: async (sql, stream, events, how) => write.alone(sql, prepare(stream, events, how)),
    appendWith: async (stream, events, how, inline) => {
      const result = await writeInline({ pool, write, stream, how, inline, events });
      wake.signal();
      return result;
    },
    readStream: (tenantId, streamId, which, sql = pool) => read.stream(sql, tenantId, streamId, which),
    readAll: (tenantId, which, sql = pool) => read.all(sql, tenantId, which),
    findEvent: (tenantId, eventId, sql = pool) => read.event(sql, tenantId, eventId),
    head: (tenantId, sql = pool) => read.head(sql, tenantId),
    load: (tenantId, streamId, schemaVersion, sql = pool) => read.load(sql, tenantId, streamId, schemaVersion),
    saveSnapshot: async ({ tenantId, streamId, streamType }, version, schemaVersion, state) => {
      await rowsOf(pool, snapshot, [tenantId, streamId, streamType, version, schemaVersion, JSON.stringify(state)]);
    },
    close: async () => {
      await wake.close();
      if (own) await pool.end();
    },
  };
}

interface InlineWrite<E extends EventShape> {
  readonly pool: pg.Pool;
  readonly write: Appender;
  readonly stream: StreamRef;
  readonly events: readonly NewEvent<E>[];
  readonly how: AppendOptions & { readonly expected: number | 'no stream' };
  readonly inline: Inline<E>;
}

class Repeated extends EventStoreError {
  readonly appended: Appended;
  constructor(appended: Appended) {
    super('The events were written before.');
    this.appended = appended;
  }
}

/** A repeated append takes back what `inline` has just written a second time, and answers as the first one did. */
async function writeInline<E extends EventShape>({ pool, write, stream, events, how, inline }: InlineWrite<E>): Promise<Appended> {
  const numbered = upcoming(events, how.expected === 'no stream' ? 0 : how.expected);
  try {
    return await inTransaction(pool, stream.tenantId, async (client) => {
      await inline(client, numbered);
      const appended = await write.alone(client, prepare(stream, numbered, how));
      if (appended.duplicate) throw new Repeated(appended);
      return appended;
    });
  } catch (error) {
    if (error instanceof Repeated) return error.appended;
    throw error;
  }
}
