import { createHash } from 'node:crypto';
import type pg from 'pg';

/** More than the product has questions; what comes after that many is asked as it always was. */
const MOST = 300;
/** Longer ones carry lists of their own and do not come again. */
const LONGEST = 10_000;

type Config = pg.QueryConfig & { readonly text: string };
type Done = (error: (Error & { code?: string }) | null, result: pg.QueryResult) => void;

/** By content: behind a pooler that mixes connections up, a name must never stand for another question. */
const nameOf = (text: string): string => `q_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;

/** The table was changed by another version of the product; or a pooler in between has handed out another connection. */
const isLost: ReadonlySet<string> = new Set(['0A000', '26000', '42P05']);

const isQuestion = (config: unknown): config is Config =>
  typeof config === 'object' && config !== null && 'text' in config && typeof config.text === 'string' && config.text.length <= LONGEST && /^\s*select\b/i.test(config.text) && !('name' in config);

/**
 * Lets the server keep the plan of a question that one connection asks again. Planning the joins behind a page costs as
 * much as reading it. A question whose table was changed meanwhile is asked without a plan from then on.
 */
export function prepareRepeated(connection: pg.Client): void {
  const names = new Map<string, string | null>();
  const plain = connection.query.bind(connection) as (config: unknown, ...rest: unknown[]) => unknown;
  const query = (config: unknown, ...rest: unknown[]): unknown => {
    const [done] = rest as [Done | undefined];
    if (!isQuestion(config) || typeof done !== 'function') return plain(config, ...rest);
    const name = names.get(config.text);
    if (name === undefined && names.size < MOST) names.set(config.text, nameOf(config.text));
    if (!name) return plain(config, done);
    return plain({ ...config, name }, (error: Parameters<Done>[0], result: pg.QueryResult) => {
      if (error?.code && isLost.has(error.code)) names.set(config.text, null);
      done(error, result);
    });
  };
  connection.query = query as typeof connection.query;
}
