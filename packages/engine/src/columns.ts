import type { Highs } from 'highs';
import { columnRules } from './columns/rules.ts';
import { ColumnSearch } from './columns/search.ts';
import type { Lowered } from './lower.ts';
import { unpack } from './score.ts';

export { columnRules } from './columns/rules.ts';
export { ColumnSearch } from './columns/search.ts';

/** Budget of column generation. */
export interface ColumnLimits {
  readonly seconds: number;
  readonly shouldStop?: () => boolean;
  /** Schedules whose rows to begin with. */
  readonly starts?: readonly Uint8Array[];
}

/** What column generation found: the best schedule, and (once there is one) a proved bound on the soft cost. */
export interface ColumnResult {
  readonly cells: Uint8Array;
  readonly hard: number;
  readonly soft: number;
  /** No schedule without hard violations costs less. */
  readonly bound: number | null;
  readonly rows: number;
}

/**
 * Column generation: rows of single people, priced exactly by dynamic programming, chosen so that they fit together. Strong
 * where each person's row is tightly bound and people meet only in the cover. Null if some rule is not of that kind.
 */
export function solveByColumns(highs: Highs, lowered: Lowered, limits: ColumnLimits): ColumnResult | null {
  const rules = columnRules(lowered);
  if (rules === null) return null;
  const search = new ColumnSearch(highs, lowered, rules, 1);
  for (const start of limits.starts ?? []) search.offer(start);
  const end = performance.now() + limits.seconds * 1000;
  while (!search.proved && performance.now() < end && limits.shouldStop?.() !== true) {
    const seconds = (end - performance.now()) / 1000;
    if (search.step({ seconds, ...(limits.shouldStop ? { shouldStop: limits.shouldStop } : {}) }) === 'ended') break;
  }
  const { cells, total, bound, rows } = search;
  return { cells, ...unpack(total), bound, rows };
}
