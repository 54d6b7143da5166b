import type { Highs } from 'highs';
import { ColumnSearch, columnRules } from '../columns.ts';
import { Support } from '../columns/support.ts';
import type { Lowered } from '../lower.ts';
import type { RunRequest } from './request.ts';
import type { Kind } from './share.ts';
import { Stretches } from './stretches.ts';

/** Which of several workers this is. */
export interface Place {
  readonly index: number;
  readonly workers: number;
}

/** What a worker can polish a problem with, besides exact parts. */
interface Means {
  readonly columns: ColumnSearch | null;
  readonly stretches: Stretches | null;
  readonly kind: Kind;
}

/** Days of which the first stretch would be the whole. */
const SHORT = 14;

/** Exact parts only. */
export const NO_MEANS: Means = { columns: null, stretches: null, kind: 'parts' };

/**
 * What suits a problem. Where rows cannot be priced from one end to the other, all workers go through the horizon in stretches,
 * each in its own share. Where they can, and some people only support others, the first worker proves a bound and another
 * improves stretches, one worker alone both; elsewhere the others fit the rows of a few people.
 */
export function meansOf(highs: Highs, lowered: Lowered, { seed, freezeBeforeDay }: RunRequest, { index, workers }: Place): Means {
  const { history, perDay } = lowered.frame;
  const frozen = history + (freezeBeforeDay ?? 0) * perDay;
  const rules = frozen === history ? columnRules(lowered) : null;
  if (rules === null) {
    if (columnRules(lowered, true) === null) return NO_MEANS;
    return { columns: null, stretches: new Stretches(highs, lowered, { seed, frozen, index, workers }), kind: 'stretches' };
  }
  const leads = index === 0;
  if (new Support(lowered, rules).people.length === 0) {
    return { columns: new ColumnSearch(highs, lowered, rules, seed, leads ? 'whole' : 'parts'), stretches: null, kind: 'rows' };
  }
  const isShort = lowered.frame.slots - history <= SHORT * perDay;
  const alone = { seed, frozen, index: 0, workers: 1 };
  return {
    columns: leads ? new ColumnSearch(highs, lowered, rules, seed) : null,
    stretches: isShort || (leads && workers > 1) ? null : new Stretches(highs, lowered, alone),
    kind: 'supported rows',
  };
}
