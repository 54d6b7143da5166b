import type { Highs } from 'highs';
import type { Model, SparseModel } from './exact/programme.ts';
import { callbacksOf, inputOf } from './exact/programme.ts';

/** Which columns and rows a relaxation ended with as basic: where the next one begins. */
export interface Basis {
  readonly colStatus: Int32Array;
  readonly rowStatus: Int32Array;
}

/** What a relaxation found, and the basis to begin the next one with. */
export interface Relaxed {
  readonly objective: number;
  readonly values: Float64Array;
  readonly rowDuals: Float64Array;
  readonly basis: Basis;
}

/** How to solve a relaxation. */
export interface RelaxedChoice {
  /** Where to begin; null for nowhere in particular. */
  readonly basis: Basis | null;
  /** Suits models that have grown by columns; its opposite those whose limits have moved. */
  readonly primal: boolean;
  readonly shouldStop?: (() => boolean) | undefined;
}

/** The columns of a model from one on, as the solver takes them. */
function columnsOf(model: SparseModel, from: number): Parameters<Model['addCols']>[0] {
  const first = model.starts[from] as number;
  return {
    cost: Float64Array.from(model.cost.slice(from)), lower: Float64Array.from(model.lower.slice(from)), upper: Float64Array.from(model.upper.slice(from)),
    matrix: {
      format: 'csc', numRows: model.rowLower.length, numCols: model.cost.length - from,
      starts: Int32Array.from(model.starts.slice(from), (start) => start - first),
      indices: Int32Array.from(model.index.slice(first)), values: Float64Array.from(model.value.slice(first)),
    },
  };
}

/** One linear model kept in the solver's memory: as long as it only grows by columns, each solve goes on where the last one ended. */
export class Simplex {
  readonly #highs: Highs;
  readonly #model: Model;
  #owner: object | null = null;
  #columns = 0;

  constructor(highs: Highs) {
    this.#highs = highs;
    this.#model = highs.createModel();
    this.#model.options.set({ output_flag: false, presolve: 'off' });
  }

  /**
   * Solves the relaxation of a model. The same `owner` says that the model is the last one, with some columns more. Null if it
   * could not be solved or was stopped.
   */
  solve(owner: object, model: SparseModel, { basis, primal, shouldStop }: RelaxedChoice): Relaxed | null {
    const solver = this.#model;
    const columns = model.cost.length;
    if (this.#owner !== owner) {
      solver.passModel(inputOf(this.#highs, model, true));
      if (basis !== null) solver.setBasis(basis);
    } else if (columns > this.#columns) solver.addCols(columnsOf(model, this.#columns));
    this.#owner = null;
    solver.options.set({ simplex_strategy: primal ? 4 : 1 });
    solver.run(shouldStop ? callbacksOf(this.#highs, { shouldStop }) : undefined);
    if (solver.getModelStatus() !== this.#highs.constants.modelStatus.optimal) return null;
    this.#owner = owner;
    this.#columns = columns;
    const { colValue, rowDual } = solver.getSolution();
    const { colStatus, rowStatus } = solver.getBasis();
    return { objective: solver.getObjectiveValue(), values: Float64Array.from(colValue), rowDuals: Float64Array.from(rowDual), basis: { colStatus, rowStatus } };
  }
}

const known = new WeakMap<Highs, Simplex>();

/** The one simplex method of a solver: its models are not freed with the objects that stand for them, so there is only one. */
export function simplexOf(highs: Highs): Simplex {
  const simplex = known.get(highs) ?? new Simplex(highs);
  known.set(highs, simplex);
  return simplex;
}
