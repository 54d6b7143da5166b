import type { Highs } from 'highs';
import type { LinearModel } from '../linear.ts';
import type { ExactLimits, ExactResult, Relaxation } from './programme.ts';
import { remaining, solveLinear, solveRelaxation } from './programme.ts';

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

/** Solutions of different cost are at least so far apart. */
function stepOf({ cost, offset }: LinearModel): number {
  return Number.isInteger(offset) && cost.every(Number.isInteger) ? 1 : 0;
}

function firstBar({ objective, reducedCosts }: Relaxation): number {
  const costs = reducedCosts.map(Math.abs).sort();
  return objective + (costs[Math.floor(FIRST_SHARE * costs.length)] as number);
}

/** The best solution known. */
type Best = Pick<ExactResult, 'objective' | 'values'>;

const NONE: Best = { objective: Infinity, values: null };

/** A solution in whole numbers, which the solver comes close to: so that its cost is exact. */
function rounded(linear: LinearModel, values: Float64Array | null): Best {
  if (values === null) return NONE;
  const whole = values.map(Math.round);
  return { objective: linear.objective(whole), values: whole };
}

/** Whether values keep all limits of a model: nobody else looks whether a solution to begin with does. */
function isAllowed({ lower, upper, rowStart, rowLower, rowUpper, index, value }: LinearModel, values: Float64Array): boolean {
  const isWithin = (sum: number, low: number, high: number): boolean => sum > low - TOLERANCE && sum < high + TOLERANCE;
  const sumOf = (row: number): number => {
    let sum = 0;
    for (let k = rowStart[row] as number; k < (rowStart[row + 1] as number); k++) sum += (value[k] as number) * (values[index[k] as number] as number);
    return sum;
  };
  return (
    values.every((each, column) => isWithin(each, lower[column] as number, upper[column] as number)) &&
    rowLower.every((low, row) => isWithin(sumOf(row), low, rowUpper[row] as number))
  );
}

/** Solves a core, beginning with the best solution known; solutions that are not in it cost `outside` at least. */
function solveCore(highs: Highs, { linear }: Core, { values }: Best, outside: number, limits: CoreLimits): ExactResult {
  const { start: _, ...others } = limits;
  const start = values === null ? {} : { start: values };
  return solveLinear(highs, linear, {
    ...others, ...start, isNarrow: true, onImprovement: (cost, bound) => limits.onImprovement?.(cost, Math.min(cost, bound, outside)),
  });
}

/** When to stop; nodes are counted for each core. A proof leaves no gap. */
export type CoreLimits = Omit<ExactLimits, 'gap' | 'isNarrow'>;

/** Solves larger and larger cores of a model, whose relaxation is known, until what lies outside does not matter; `rest` says what limits are left. */
export function solveCores(highs: Highs, linear: LinearModel, relaxation: Relaxation, rest: () => CoreLimits): ExactResult {
  const step = stepOf(linear);
  const { start } = rest();
  let best = start !== undefined && isAllowed(linear, start) ? rounded(linear, start) : NONE;
  const lowest = step === 1 ? Math.ceil(relaxation.objective) : relaxation.objective;
  for (let aim = Math.min(firstBar(relaxation), best.objective); best.objective > lowest; ) {
    const bar = Math.ceil(aim - TOLERANCE);
    const core = coreOf(linear, relaxation, bar);
    const outside = core.isWhole ? Infinity : bar + step;
    const { status, bound, values } = solveCore(highs, core, best, outside, rest());
    const found = rounded(linear, values);
    if (found.objective < best.objective) best = found;
    if (status === 'stopped') return { ...best, status, bound: Math.max(relaxation.objective, Math.min(best.objective, bound, outside)) };
    if (best.objective <= outside + (step === 0 ? TOLERANCE : 0)) break;
    aim = best.values === null ? relaxation.objective + WIDER * Math.max(1, bar - relaxation.objective) : best.objective;
  }
  return { ...best, status: best.values === null ? 'infeasible' : 'optimal', bound: best.objective };
}

/**
 * Solves a linear model as a core of itself: the columns that a solution near the relaxation can do with. Whatever the core's
 * best costs, if no solution outside can cost less it is the whole's best; otherwise the core is made so large that none can.
 * Twice as fast as the whole where the relaxation is near the best, as it is for block years.
 */
export function solveInCore(highs: Highs, linear: LinearModel, limits: CoreLimits = {}): ExactResult {
  const rest = remaining(limits);
  const relaxation = solveRelaxation(highs, linear, limits);
  return relaxation === null ? solveLinear(highs, linear, rest()) : solveCores(highs, linear, relaxation, rest);
}
