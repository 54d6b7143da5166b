import type { Highs } from 'highs';
import { ColumnSearch, columnRules } from '../columns.ts';
import { Support } from '../columns/support.ts';
import type { Lowered } from '../lower.ts';
import type { RunRequest } from './request.ts';
import type { Kind } from './share.ts';
import { hasTimeForRows, isHurried } from './share.ts';
import { Stretches } from './stretches.ts';
import { isSmall } from './whole.ts';

/** Which of several workers this is. */
export interface Place {
  readonly index: number;
  readonly workers: number;
  /** Whether it can be told to stop while it is solving something at length, and another answers if it does not hear that at once. */
  readonly listens?: boolean;
  /** Seconds of the run that had passed before it was begun. */
  readonly waited?: number;
}

/** Rows that a worker prices: of the whole (or some people's), and of stretches. */
interface Tools {
  readonly columns: ColumnSearch | null;
  readonly stretches: Stretches | null;
}

/** What a worker can polish a problem with, besides exact parts; `open` takes a while, and the search should not wait for it. */
export interface Means {
  readonly kind: Kind;
  /** Whether this worker goes through stretches. */
  readonly stretches: boolean;
  open(highs: Highs): Tools;
}

/** Days of which the first stretch would be the whole. */
const SHORT = 14;

/** Exact parts only. */
export const NO_MEANS: Means = { kind: 'parts', stretches: false, open: () => ({ columns: null, stretches: null }) };

/** What suits a problem whose rows cannot be priced from one end to the other. */
function withoutRows(lowered: Lowered, open: Means['open'], mayTryWhole: boolean): Means {
  const usual: Means = columnRules(lowered, true) === null ? NO_MEANS : { kind: 'stretches', stretches: true, open };
  return mayTryWhole && isSmall(lowered) ? { ...usual, kind: 'whole' } : usual;
}

/**
 * What suits a problem. Where rows cannot be priced from one end to the other, all workers go through the horizon in stretches,
 * each in its own share; of a block year, the first tries the whole as one programme. Where they can, and some people only support others, the first worker proves a bound and another
 * improves stretches, one worker alone both in turns; in a short run all improve stretches. Elsewhere all choose rows, and
 * only the first one begins with a dive, unless they are in a hurry.
 */
export function meansOf(lowered: Lowered, request: RunRequest, place: Place): Means {
  const { index, workers } = place;
  const { seed, freezeBeforeDay = 0 } = request;
  const { history, perDay, people, slots } = lowered.frame;
  const frozen = history + freezeBeforeDay * perDay;
  const priced = columnRules(lowered);
  const rules = frozen === history ? priced : null;
  const inShares = (highs: Highs, isBrief = false): Tools => ({ columns: null, stretches: new Stretches(highs, lowered, { seed, frozen, index, workers, isBrief }) });
  if (rules === null) return withoutRows(lowered, inShares, place.listens === true && priced === null);
  const leads = index === 0;
  if (new Support(lowered, rules).people.length === 0) {
    const manner = isHurried(request, lowered.frame) ? 'hurried' : leads ? 'whole' : 'loose';
    return { kind: 'rows', stretches: false, open: (highs) => ({ columns: new ColumnSearch(highs, lowered, rules, seed, manner), stretches: null }) };
  }
  const isLong = slots - history > SHORT * perDay;
  if (isLong && !hasTimeForRows(request, people * (slots - history))) return { kind: 'supported rows', stretches: true, open: (highs) => inShares(highs, true) };
  const stretches = isLong && (!leads || workers === 1);
  return {
    kind: 'supported rows', stretches,
    open: (highs) => ({
      columns: leads ? new ColumnSearch(highs, lowered, rules, seed) : null,
      stretches: stretches ? new Stretches(highs, lowered, { seed, frozen, index: 0, workers: 1 }) : null,
    }),
  };
}
