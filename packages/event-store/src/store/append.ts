import pg from 'pg';
import { ANY, NO_STREAM, STREAM_EXISTS } from '../install/append-sql.ts';
import { EventIdConflict, EventStoreError, asRefusal } from '../errors.ts';
import type { Appended, EventShape, Expected, NewEvent, StreamRef } from '../event.ts';
import { newEventId, requireUuid } from '../ids.ts';
import { type Sql, type Statement, answerTo } from './sql.ts';

/** How an append is to be made. */
export interface AppendOptions {
  readonly expected: Expected;
  /** Who causes the events: a user or a service principal. */
  readonly by: string;
}

/** An append in the form the database takes. */
export interface Ready {
  readonly stream: StreamRef;
  readonly options: AppendOptions;
  readonly wish: number;
  readonly ids: string[];
  readonly types: string[];
  readonly data: string[];
  readonly metadata: string[];
}

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

const idOf = ({ id }: NewEvent): string => (id === undefined ? newEventId() : requireUuid(id, 'event id'));

/** Checks what can be checked without the database and gives each event its id, the same for every attempt. */
export function prepare(stream: StreamRef, events: readonly NewEvent[], options: AppendOptions): Ready {
  if (events.length === 0) throw new EventStoreError('There is nothing to append.');
  return {
    stream,
    options,
    wish: wishOf(options.expected),
    ids: events.map(idOf),
    types: events.map(({ type }) => type),
    data: events.map(({ data }) => textOf(data, 'data')),
    metadata: events.map(metadataOf),
  };
}

/** Ways to write, for the schema the store lives in. */
export interface Appender {
  readonly alone: (sql: Sql, ready: Ready) => Promise<Appended>;
  /** Several appends of one tenant to different streams in one transaction. Those that do not fit are left out, unwritten. */
  readonly together: (sql: Sql, all: readonly Ready[]) => Promise<(Appended | undefined)[]>;
}

interface Written {
  readonly version: number;
  readonly position: number;
  readonly duplicate: boolean;
}

// One column that holds the whole answer, "(3,17,f)", is the cheapest form for PostgreSQL to give and for pg to take.
function writtenOf(answer: string | undefined): Written {
  const [version = '', position = '', duplicate = ''] = answer?.slice(1, -1).split(',') ?? [];
  if (!version) throw new EventStoreError('The append has given no answer.');
  return { version: Number(version), position: Number(position), duplicate: duplicate === 't' };
}

const answerOf = ({ ids }: Ready, { version, position, duplicate }: Written): Appended => ({
  firstVersion: version - ids.length + 1,
  version,
  position,
  duplicate,
  eventIds: ids,
});

const idInUse = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'events_tenant_id_event_id_key';

// Written by hand, because the parts are JSON already.
const documentOf = (types: readonly string[], data: readonly string[], metadata: readonly string[]): string =>
  `[${types.map((type, index) => `{"t":${JSON.stringify(type)},"d":${data[index]},"m":${metadata[index]}}`).join(',')}]`;

const listOf = (ids: readonly string[]): string => `{${ids.join(',')}}`;

export function appender(schema: string): Appender {
  const statement = (name: string, parameters: number): Statement => ({
    name: `${schema}.${name}`,
    text: `select ${schema}.${name}(${Array.from({ length: parameters }, (_, i) => `$${i + 1}`).join(', ')}) as answer`,
  });
  const repeat = statement('find_repeat', 6);
  const one = statement('append_one', 9);
  const many = statement('append_many', 7);
  const group = statement('append_group', 9);

  const write = async (sql: Sql, { stream, options, wish, ids, types, data, metadata }: Ready): Promise<Written> => {
    const common = [stream.tenantId, stream.streamId, stream.streamType, wish, options.by];
    if (ids.length === 1) return writtenOf(await answerTo<string>(sql, one, [...common, ids[0], types[0], data[0], metadata[0]]));
    return writtenOf(await answerTo<string>(sql, many, [...common, listOf(ids), documentOf(types, data, metadata)]));
  };

  // The statement that ran into a known id has failed; outside a transaction another one can say what was written then.
  const asBefore = async (sql: Sql, { stream, ids, types, data }: Ready, cause: unknown): Promise<Written> => {
    if (!(sql instanceof pg.Pool)) throw new EventIdConflict('An event id is already in use.', { cause });
    return writtenOf(await answerTo<string>(sql, repeat, [stream.tenantId, stream.streamId, stream.streamType, ids, types, data]));
  };

  return {
    alone: async (sql, ready) => {
      try {
        const written = await write(sql, ready).catch((error: unknown) => {
          if (idInUse(error)) return asBefore(sql, ready, error);
          throw error;
        });
        return answerOf(ready, written);
      } catch (error) {
        throw asRefusal(error, ready.options.expected);
      }
    },
    together: async (sql, all) => {
      const owners = all.flatMap(({ ids }, index) => ids.map(() => index + 1));
      const values = [
        all[0]?.stream.tenantId,
        all.map(({ stream }) => stream.streamId),
        all.map(({ stream }) => stream.streamType),
        all.map(({ wish }) => wish),
        all.map(({ options }) => options.by),
        all.map(({ ids }) => ids.length),
        owners,
        listOf(all.flatMap(({ ids }) => ids)),
        documentOf(all.flatMap(({ types }) => types), all.flatMap(({ data }) => data), all.flatMap(({ metadata }) => metadata)),
      ];
      const answer = await answerTo<[number | null, number | null][]>(sql, group, values);
      return all.map((ready, index) => {
        const [version = null, position = null] = answer?.[index] ?? [];
        return version === null || position === null ? undefined : answerOf(ready, { version, position, duplicate: false });
      });
    },
  };
}

/** Events an inline projection is told about before they are written: everything but position and time. */
export type Upcoming<E extends EventShape> = NewEvent<E> & { readonly id: string; readonly version: number };

/** Gives each event its id and the version it will have. */
export const upcoming = <E extends EventShape>(events: readonly NewEvent<E>[], current: number): Upcoming<E>[] =>
  events.map((event, index) => ({ ...event, id: idOf(event), version: current + index + 1 }));
