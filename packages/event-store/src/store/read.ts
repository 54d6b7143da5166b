import type { EventShape, Recorded } from '../event.ts';
import type { Upcastable } from '../upcast.ts';
import { type Sql, type Statement, rowsOf } from './sql.ts';

/** Which part of a stream, and in which order. */
export interface ReadOptions {
  readonly direction?: 'forward' | 'backward';
  /** First version that counts. */
  readonly fromVersion?: number;
  /** Last version that counts. */
  readonly toVersion?: number;
  /** Only what was known at this position of the tenant. */
  readonly toPosition?: number;
  /** Only what was recorded by then; ISO text. */
  readonly until?: string;
  /** At most this many events. */
  readonly limit?: number;
}

/** Which part of all events of a tenant. */
export interface ReadAllOptions {
  /** Only events behind this position; 0 for all. */
  readonly after?: number;
  readonly toPosition?: number;
  readonly limit?: number;
}

type EventRow = [
  id: string,
  streamId: string,
  streamType: string,
  type: string,
  version: number,
  position: number,
  data: object,
  metadata: Record<string, unknown>,
  at: string,
  by: string,
];

/** A snapshot found while loading, and what has happened since. */
export interface Loaded<E extends EventShape> {
  readonly snapshot: { readonly version: number; readonly state: unknown } | undefined;
  readonly events: readonly Recorded<E>[];
}

const LAST = 2_147_483_647;

/** The ways to read, for the schema the store lives in. Types are the caller's claim: rows are not checked against them. */
export interface Reader {
  stream: <E extends EventShape>(sql: Sql, tenantId: string, streamId: string, options?: ReadOptions) => Promise<Recorded<E>[]>;
  load: <E extends EventShape>(sql: Sql, tenantId: string, streamId: string, schemaVersion: number) => Promise<Loaded<E>>;
  all: <E extends EventShape>(sql: Sql, tenantId: string, options?: ReadAllOptions) => Promise<Recorded<E>[]>;
  event: <E extends EventShape>(sql: Sql, tenantId: string, eventId: string) => Promise<Recorded<E> | undefined>;
  head: (sql: Sql, tenantId: string) => Promise<number>;
}

export function reader(schema: string, upcast: (event: Upcastable) => Upcastable): Reader {
  const statement = (name: string, parameters: number): Statement => ({
    name: `${schema}.${name}`,
    text: `select * from ${schema}.${name}(${Array.from({ length: parameters }, (_, i) => `$${i + 1}`).join(', ')})`,
  });
  const readStream = statement('read_stream', 8);
  const loadStream = statement('load_stream', 3);
  const readTenant = statement('read_tenant', 4);
  const findEvent = statement('find_event', 2);
  const headOf = statement('head', 1);

  const recorded = <E extends EventShape>(tenantId: string, row: EventRow): Recorded<E> => {
    const [id, streamId, streamType, storedType, version, position, storedData, metadata, at, by] = row;
    const stored = metadata['schema_version'];
    const { type, data, schemaVersion } = upcast({ type: storedType, data: storedData, schemaVersion: typeof stored === 'number' ? stored : 1 });
    const event: Recorded = { type, data, id, tenantId, streamId, streamType, version, position, at, by, schemaVersion, metadata };
    return event as Recorded<E>;
  };

  return {
    stream: async (sql, tenantId, streamId, options = {}) => {
      const { direction = 'forward', fromVersion = 1, toVersion = LAST, toPosition = null, until = null, limit = null } = options;
      const rows = await rowsOf<EventRow>(sql, readStream, [tenantId, streamId, fromVersion, toVersion, toPosition, until, direction === 'forward', limit]);
      return rows.map((row) => recorded(tenantId, row));
    },
    load: async (sql, tenantId, streamId, schemaVersion) => {
      const rows = await rowsOf<EventRow>(sql, loadStream, [tenantId, streamId, schemaVersion]);
      const [first] = rows;
      const snapshot = first && (first[3] as string | null) === null ? { version: first[4], state: first[6] as unknown } : undefined;
      return { snapshot, events: (snapshot ? rows.slice(1) : rows).map((row) => recorded(tenantId, row)) };
    },
    all: async (sql, tenantId, { after = 0, toPosition = null as number | null, limit = 1000 } = {}) => {
      const rows = await rowsOf<EventRow>(sql, readTenant, [tenantId, after, toPosition, limit]);
      return rows.map((row) => recorded(tenantId, row));
    },
    event: async <E extends EventShape>(sql: Sql, tenantId: string, eventId: string) => {
      const [row] = await rowsOf<EventRow>(sql, findEvent, [tenantId, eventId]);
      return row && recorded<E>(tenantId, row);
    },
    head: async (sql, tenantId) => {
      const [row] = await rowsOf<[number]>(sql, headOf, [tenantId]);
      return row?.[0] ?? 0;
    },
  };
}
