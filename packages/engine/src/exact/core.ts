import type { Highs } from 'highs';
import type { LinearModel } from '../linear.ts';
import type { ExactLimits, ExactResult, Relaxation } from './programme.ts';
import { solveLinear, solveRelaxation } from './programme.ts';

/** Share of the columns that the first core keeps at least. */
const FIRST_SHARE = 0.4;
/** A core without any solution gets so many times as far from the relaxation. */
const WIDER = 3;
const TOLERANCE = 1e-6;

/** What of a model can be part of a solution that costs no more than `bar`; the rest stays at its limit. */
interface Core {
  readonly linear: LinearModel;
  readonly isWhole: boolean;
}

/** By the reduced costs: a solution that moves a column off its limit costs at least the relaxation and that much more. */
function coreOf(linear: LinearModel, { objective, reducedCosts }: Relaxation, bar: number): Core {
  const lower = linear.lower.slice();
  const upper = linear.upper.slice();
  let isWhole = true;
  reducedCosts.forEach((cost, column) => {
    if (objective + Math.abs(cost) <= bar + TOLERANCE) return;
    isWhole = false;
    if (cost > 0) upper[column] = lower[column] as number;
    else lower[column] = upper[column] as number;
  });
  return { linear: { ...linear, lower, upper }, isWhole };
}

/** Solutions are at least so far apart in cost. */
function stepOf({ cost, offset }: LinearModel): number {
  return Number.isInteger(offset) && cost.every(Number.isInteger) ? 1 : 0;
}

function firstBar({ objective, reducedCosts }: Relaxation): number {
  const costs = reducedCosts.map(Math.abs).sort();
  return objective + (costs[Math.floor(FIRST_SHARE * costs.length)] as number);
}

/** The best solution known. */
type Best = Pick<ExactResult, 'objective' | 'values'>;

/** Solves a core, beginning with the best solution known; solutions that are not in it cost `outside` at least. */
function solveCore(highs: Highs, { linear }: Core, { values }: Best, outside: number, limits: ExactLimits): ExactResult {
  const { start: _, ...others } = limits;
  const start = values === null ? {} : { start: values };
  return solveLinear(highs, linear, {
    ...others, ...start, isNarrow: true, onImprovement: (cost, bound) => limits.onImprovement?.(cost, Math.min(bound, outside)),
  });
}

/** Solves larger and larger cores of a model, whose relaxation is known, until what lies outside does not matter; `rest` says what limits are left. */
export function solveCores(highs: Highs, linear: LinearModel, relaxation: Relaxation, rest: () => ExactLimits): ExactResult {
  const step = stepOf(linear);
  const { start } = rest();
  let best: Best = start ? { objective: linear.objective(start), values: start } : { objective: Infinity, values: null };
  for (let aim = Math.min(firstBar(relaxation), best.objective - step); ; ) {
    const bar = Math.ceil(aim - TOLERANCE);
    const core = coreOf(linear, relaxation, bar);
    const outside = core.isWhole ? Infinity : bar + step;
    const found = solveCore(highs, core, best, outside, rest());
    if (found.objective < best.objective) best = found;
    if (found.status === 'stopped') return { ...best, status: 'stopped', bound: Math.max(relaxation.objective, Math.min(found.bound, outside)) };
    if (best.objective <= outside + TOLERANCE) return best.values === null ? found : { ...best, status: 'optimal', bound: best.objective };
    aim = best.values === null ? relaxation.objective + WIDER * Math.max(1, bar - relaxation.objective) : best.objective - step;
  }
}

/** The limits that are left, from now on. */
export function remaining(limits: ExactLimits): () => ExactLimits {
  const began = performance.now();
  return () => (limits.seconds === undefined ? limits : { ...limits, seconds: Math.max(0, limits.seconds - (performance.now() - began) / 1000) });
}

/**
 * Solves a linear model as a core of itself: the columns that a solution near the relaxation can do with. Whatever the core's
 * best costs, if no solution outside can cost less it is the whole's best; otherwise the core is made so large that none can.
 * Twice as fast as the whole where the relaxation is near the best, as it is for block years.
 */
export function solveInCore(highs: Highs, linear: LinearModel, limits: ExactLimits = {}): ExactResult {
  const rest = remaining(limits);
  const relaxation = solveRelaxation(highs, linear, limits);
  return relaxation === null ? solveLinear(highs, linear, rest()) : solveCores(highs, linear, relaxation, rest);
}
