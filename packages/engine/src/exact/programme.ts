import highsLoader from 'highs';
import type { Highs, InitOptions } from 'highs';
import type { LinearModel } from '../linear.ts';

/** When to stop an exact solve. Node limits are reproducible, seconds are not. */
export interface ExactLimits {
  readonly seconds?: number;
  readonly nodes?: number;
  readonly seed?: number;
  /** Relative gap at which a solution counts as optimal; 0 asks for proof. */
  readonly gap?: number;
  /** Only solutions that cost no more than this are wanted. If none is found the model counts as infeasible, which is no proof then: it is not asked again without presolve. */
  readonly most?: number;
  /** A known good solution to start from. */
  readonly start?: Float64Array;
  /** Whether little is left to decide: then it does not begin anew after fixing columns, and cuts that idle are soon dropped. */
  readonly isNarrow?: boolean;
  /** Asked at every checkpoint of the solver; true stops it. */
  readonly shouldStop?: () => boolean;
  /** Told of every better solution and of the bound known then. */
  readonly onImprovement?: (objective: number, bound: number) => void;
}

/** What an exact solve found. `values` is null if nothing was found. */
export interface ExactResult {
  readonly status: 'optimal' | 'infeasible' | 'stopped';
  readonly objective: number;
  readonly bound: number;
  readonly values: Float64Array | null;
}

/** Seconds that stand for "no limit": the solver takes finite numbers only. */
const LONG = 1e9;

let loaded: Promise<Highs> | undefined;

/** Loads the solver once. A browser worker says where `highs.wasm` lies by `locateFile`. */
export function loadHighs(options: InitOptions = {}): Promise<Highs> {
  loaded ??= highsLoader(options);
  return loaded;
}

/** A model in the solver's memory. */
export type Model = ReturnType<Highs['createModel']>;

type ModelInput = Parameters<Model['passModel']>[0];

/** A linear model column by column, for programmes that grow by columns. */
export interface SparseModel {
  readonly cost: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly rowLower: readonly number[];
  readonly rowUpper: readonly number[];
  readonly starts: readonly number[];
  readonly index: readonly number[];
  readonly value: readonly number[];
}

/** A linear model as the solver takes it, every column whole or none. */
export function inputOf(highs: Highs, linear: LinearModel | SparseModel, relaxed: boolean): ModelInput {
  const { constants } = highs;
  const columns = linear.cost.length;
  const rows = linear.rowLower.length;
  const layout = 'starts' in linear ? { format: 'csc' as const, starts: linear.starts } : { format: 'csr' as const, starts: linear.rowStart };
  return {
    numCols: columns,
    numRows: rows,
    sense: constants.objectiveSense.minimize,
    offset: 'offset' in linear ? linear.offset : 0,
    colCost: Float64Array.from(linear.cost),
    colLower: Float64Array.from(linear.lower),
    colUpper: Float64Array.from(linear.upper),
    rowLower: Float64Array.from(linear.rowLower),
    rowUpper: Float64Array.from(linear.rowUpper),
    matrix: {
      format: layout.format, numRows: rows, numCols: columns, starts: Int32Array.from(layout.starts),
      indices: Int32Array.from(linear.index), values: Float64Array.from(linear.value),
    },
    integrality: new Int32Array(columns).fill(relaxed ? constants.variableType.continuous : constants.variableType.integer),
  };
}

/** What the solver asks at its checkpoints. */
export function callbacksOf(highs: Highs, limits: ExactLimits): NonNullable<Parameters<Model['run']>[0]> {
  const { callbackType } = highs.constants;
  const checkpoint = (event: { interrupt(): void }): undefined => {
    if (limits.shouldStop?.() === true) event.interrupt();
    return undefined;
  };
  return {
    [callbackType.mipInterrupt]: checkpoint,
    [callbackType.simplexInterrupt]: checkpoint,
    [callbackType.mipImprovingSolution]: (event: { data: { mip_primal_bound?: number; mip_dual_bound?: number } }) => {
      limits.onImprovement?.(event.data.mip_primal_bound ?? Infinity, event.data.mip_dual_bound ?? -Infinity);
    },
  };
}

function readResult(highs: Highs, model: Model): ExactResult {
  const { modelStatus } = highs.constants;
  const status = model.getModelStatus();
  const objective = model.getObjectiveValue();
  const solution = model.getSolution();
  const infeasible = [modelStatus.infeasible, modelStatus.unboundedOrInfeasible].some((code) => code === status);
  if (infeasible) return { status: 'infeasible', objective: Infinity, bound: Infinity, values: null };
  const optimal = [modelStatus.optimal, modelStatus.empty].some((code) => code === status);
  // After an error the solver's bound says nothing.
  const isCutShort = [modelStatus.timeLimit, modelStatus.iterationLimit, modelStatus.solutionLimit, modelStatus.interrupted].some((code) => code === status);
  const found = Math.abs(objective) < 1e20 && solution.colValue.length > 0;
  return {
    status: optimal ? 'optimal' : 'stopped',
    objective: found ? objective : Infinity,
    bound: optimal ? objective : isCutShort ? Number(model.info.get('mip_dual_bound')) : -Infinity,
    values: found ? Float64Array.from(solution.colValue) : null,
  };
}

/** Solves a linear model. Blocks its thread, so it belongs in a worker when anything else must go on. */
export function solveLinear(highs: Highs, linear: LinearModel | SparseModel, limits: ExactLimits = {}): ExactResult {
  const offset = 'offset' in linear ? linear.offset : 0;
  if (linear.cost.length === 0) return { status: 'optimal', objective: offset, bound: offset, values: new Float64Array(0) };
  const rest = remaining(limits);
  const { result, isDoubtful } = solveOnce(highs, linear, limits, 'choose');
  if (!isDoubtful && (result.status !== 'infeasible' || limits.most !== undefined)) return result;
  if (limits.shouldStop?.() === true) return { ...result, status: 'stopped', bound: -Infinity };
  // The solver's presolve has lost solutions, and called models infeasible that are not; without it, it finds their optimum.
  const second = solveOnce(highs, linear, rest(), 'off').result;
  const isWorse = second.status === 'stopped' && result.values !== null && result.objective < second.objective;
  return isWorse ? { ...second, objective: result.objective, values: result.values } : second;
}

/** The limits that are left, from now on. */
export function remaining(limits: ExactLimits): () => ExactLimits {
  const began = performance.now();
  return () => (limits.seconds === undefined ? limits : { ...limits, seconds: Math.max(0, limits.seconds - (performance.now() - began) / 1000) });
}

/** What the solver logs when a solution of what presolve made of a model is none of the model itself: it is dropped, and with it may be the best. */
const LOST = 'untransformed violations';

function solveOnce(highs: Highs, linear: LinearModel | SparseModel, limits: ExactLimits, presolve: 'choose' | 'off'): { result: ExactResult; isDoubtful: boolean } {
  let isDoubtful = false;
  const listen = (event: { message: string }): undefined => {
    isDoubtful ||= event.message.includes(LOST);
  };
  return highs.withModel((model) => {
    model.options.set({
      output_flag: true,
      log_to_console: false,
      presolve,
      time_limit: Math.min(limits.seconds ?? LONG, LONG),
      mip_max_nodes: limits.nodes ?? 2_147_483_647,
      random_seed: limits.seed ?? 0,
      mip_rel_gap: limits.gap ?? 0,
      ...(limits.most === undefined ? {} : { objective_bound: limits.most }),
      mip_allow_restart: limits.isNarrow !== true,
      mip_lp_age_limit: limits.isNarrow === true ? 4 : 10,
    });
    model.passModel(inputOf(highs, linear, false));
    if (limits.start) model.setSolution({ colValue: limits.start });
    model.run({ ...callbacksOf(highs, limits), [highs.constants.callbackType.logging]: listen });
    return { result: readResult(highs, model), isDoubtful };
  });
}

/** A relaxation may cost so much more than it is found to: duals are a little off, and sums are rounded. Schedules cost whole points. */
const SAFE = { least: 1e-4, share: 1e-6 };

/** A relaxation solved: what it costs at least, and by how much each column off its limit would add to that. */
export interface Relaxation {
  readonly objective: number;
  readonly reducedCosts: Float64Array;
}

/** Solves a linear model in fractions; null if that was stopped or cannot be done. */
export function solveRelaxation(highs: Highs, linear: LinearModel, limits: ExactLimits): Relaxation | null {
  return highs.withModel((model) => {
    model.options.set({ output_flag: false, time_limit: Math.min(limits.seconds ?? LONG, LONG) });
    model.passModel(inputOf(highs, linear, true));
    model.run(callbacksOf(highs, limits));
    if (model.getModelStatus() !== highs.constants.modelStatus.optimal) return null;
    const objective = model.getObjectiveValue();
    return { objective: objective - Math.max(SAFE.least, SAFE.share * Math.abs(objective)), reducedCosts: Float64Array.from(model.getSolution().colDual) };
  });
}
