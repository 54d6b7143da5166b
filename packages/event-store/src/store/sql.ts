import pg from 'pg';
import { requireUuid } from '../ids.ts';

/** A pool, a client, or the client of an open transaction. */
export type Sql = Pick<pg.ClientBase, 'query'> | pg.Pool;

const { DATE, INT8, TIMESTAMPTZ } = pg.types.builtins;

const asSafeInteger = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a safe integer`);
  return value;
};

/** Instants as ISO text. Connections in UTC, the usual case, are cut to shape without a Date. */
export const asInstant = (text: string): string =>
  text.endsWith('+00') && text[10] === ' '
    ? `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).padEnd(3, '0').slice(0, 3)}Z`
    : new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();

const parsers = new Map<number, (text: string) => unknown>([
  [DATE, (text) => text],
  [INT8, asSafeInteger],
  [TIMESTAMPTZ, asInstant],
]);

/** Given with each statement, because the parsers of `pg` itself are shared by the whole process. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
    const ours = format === 'binary' ? undefined : parsers.get(oid);
    return ours ?? (pg.types.getTypeParser(oid, format as 'text') as (value: string) => unknown);
  },
} as pg.CustomTypesConfig;

/** A statement that stays prepared on each connection under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Runs a prepared statement; rows come as arrays, in the order of the columns. */
export async function rowsOf<Row extends unknown[]>(sql: Sql, statement: Statement, values: unknown[]): Promise<Row[]> {
  const result = await (sql as pg.ClientBase).query<Row>({ name: statement.name, text: statement.text, values, types, rowMode: 'array' });
  return result.rows;
}

/** Runs a prepared statement whose answer is one column `answer` of one row, in a type that needs no parser of ours. */
export async function answerTo<Answer>(sql: Sql, { name, text }: Statement, values: unknown[]): Promise<Answer | undefined> {
  const { rows } = await (sql as pg.ClientBase).query<{ answer: Answer }>({ name, text, values });
  return rows[0]?.answer;
}

/** Runs one statement; rows come as objects. */
export async function ask<Row extends pg.QueryResultRow>(sql: Sql, text: string, values: unknown[] = []): Promise<Row[]> {
  const result = await (sql as pg.ClientBase).query<Row>({ text, values, types });
  return result.rows;
}

/** Runs work in one transaction of a tenant. A failed transaction is rolled back; a broken connection leaves the pool. */
export async function inTransaction<T>(
  pool: pg.Pool,
  tenantId: string,
  work: (client: pg.PoolClient) => Promise<T>,
  { idleLimitMs }: { readonly idleLimitMs?: number } = {},
): Promise<T> {
  const limit = idleLimitMs === undefined ? '' : `set local idle_in_transaction_session_timeout = ${Math.ceil(idleLimitMs)};`;
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query(`begin; ${limit} select set_config('app.tenant_id', '${requireUuid(tenantId, 'tenant')}', true)`);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken ??= failure;
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
