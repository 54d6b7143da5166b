import { createHash } from 'node:crypto';
import type pg from 'pg';

/** More than the product has questions; what comes after that many is asked as it always was. */
const MOST = 300;
/** Longer ones carry lists of their own and do not come again. */
const LONGEST = 10_000;

type Config = pg.QueryConfig & { readonly text: string };
type Failure = Error & { readonly code?: string; readonly routine?: string };
type Done = (error: Failure | null, result: pg.QueryResult) => void;

/** Poolers know a plan by its text, so an aged question is written otherwise. */
const aged = (text: string, age: number): string => (age === 0 ? text : `${text} --${age}`);
/** By content: behind a pooler that mixes connections up, a name must never stand for another question. */
const nameOf = (text: string): string => `q_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;

/** A table was changed by another version of the product. */
const isOutdated = ({ code, routine }: Failure): boolean => code === '0A000' && routine === 'RevalidateCachedQuery';
/** That, or a pooler in between has handed out another connection. */
const isLost = (error: Failure): boolean => isOutdated(error) || error.code === '26000' || error.code === '42P05';
/** The transaction has failed already, so nothing more can be asked in it. */
const aborted = '25P02';

const isQuestion = (config: unknown): config is Config =>
  typeof config === 'object' && config !== null && 'text' in config && typeof config.text === 'string' && config.text.length <= LONGEST && /^\s*select\b/i.test(config.text) && !('name' in config);

/** What the connections of a pool know together: plans older than this may speak of tables as they were. */
export interface PlanAge {
  current: number;
}

/** Whether a transaction failed only because a kept plan did not fit any more. Asked anew, it is right. */
export function isStalePlan(error: unknown): boolean {
  const native = error instanceof Error && 'nativeError' in error ? error.nativeError : error;
  return native instanceof Error && isLost(native);
}

/**
 * Lets the server keep the plan of a question that one connection asks again. Planning the joins behind a page costs as
 * much as reading it. When a table was changed meanwhile, the question is asked once more without a plan, and no
 * connection of the pool uses an older plan again. Inside of a transaction that help comes too late: it has to be repeated.
 */
export function prepareRepeated(connection: pg.Client, age: PlanAge = { current: 0 }): void {
  const asked = new Map<string, number | null>();
  const plain = connection.query.bind(connection) as (config: unknown, ...rest: unknown[]) => unknown;
  const lose = (text: string, error: Failure, from: number): void => {
    if (!isOutdated(error)) asked.set(text, null);
    else if (from === age.current) age.current += 1;
  };
  const query = (config: unknown, ...rest: unknown[]): unknown => {
    const [done] = rest as [Done | undefined];
    if (!isQuestion(config) || typeof done !== 'function') return plain(config, ...rest);
    const { text } = config;
    const last = asked.get(text);
    const { current } = age;
    if (last !== current) {
      if (last !== null && (last !== undefined || asked.size < MOST)) asked.set(text, current);
      return plain(config, done);
    }
    const kept = aged(text, current);
    return plain({ ...config, text: kept, name: nameOf(kept) }, (error: Parameters<Done>[0], result: pg.QueryResult) => {
      if (!error || !isLost(error)) return done(error, result);
      lose(text, error, current);
      return plain(config, (again: Parameters<Done>[0], second: pg.QueryResult) => done(again?.code === aborted ? error : again, second));
    });
  };
  connection.query = query as typeof connection.query;
}
