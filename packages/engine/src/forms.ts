/** A half-open range of slots, units or windows. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A cost for one activity in one cell. */
export interface CellForm {
  readonly rule: number;
  readonly person: number;
  readonly slot: number;
  readonly activity: number;
  readonly cost: number;
}

/**
 * A sequence that costs something wherever it occurs: from a start slot, the cell at each offset must lie in the
 * mask of that step. Alternatives exclude each other, so a start costs at most once.
 */
export interface PatternForm {
  readonly kind: 'pattern';
  readonly rule: number;
  readonly people: readonly number[];
  readonly offsets: readonly number[];
  readonly alternatives: readonly (readonly Uint8Array[])[];
  readonly starts: readonly number[];
  readonly cost: number;
  readonly measure: string;
}

/** What a count in one slot should be, and what missing it costs per `per` units begun. */
export interface Need {
  readonly slot: number;
  readonly min: number;
  readonly max: number;
  readonly under: number;
  readonly over: number;
  readonly per: number;
  readonly target: number;
  readonly targetCost: number;
}

/** A weighted count of people over activities within one slot; `load` is people x activities. */
export interface ColumnForm {
  readonly kind: 'column';
  readonly rule: number;
  readonly load: Int16Array;
  readonly needs: readonly Need[];
  readonly measure: string;
}

/** A sum of activity values of one person over windows of slots. Bounds are listed person by person, window by window. */
export interface SumForm {
  readonly kind: 'sum';
  readonly rule: number;
  readonly people: readonly number[];
  readonly values: Float64Array;
  readonly windows: readonly Range[];
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly under: number;
  readonly over: number;
  readonly per: number;
  readonly measure: string;
}

/** At most/at least so many units "on" in each window of units. */
export interface WindowCheck {
  readonly kind: 'window';
  readonly windows: readonly Range[];
  readonly min: number;
  readonly max: number;
  readonly under: number;
  readonly over: number;
}

/** Length limits of unbroken runs of units that are "on"; an open end waives the minimum at that edge of the grid. */
export interface RunCheck {
  readonly kind: 'run';
  readonly min: number;
  readonly max: number;
  readonly under: number;
  readonly over: number;
  readonly openStart: boolean;
  readonly openEnd: boolean;
}

/** A cost for single units of single people when "on". */
export interface EachCheck {
  readonly kind: 'each';
  readonly items: readonly { readonly person: number; readonly unit: number; readonly cost: number }[];
}

/**
 * A yes/no state per person and unit (a day, a weekend): some slot of the unit holds an activity of `on`, or the unit
 * before held one of `carry` (a night that ends in the morning). `none` turns the state round: no such activity.
 */
export interface UnitForm {
  readonly kind: 'unit';
  readonly rule: number;
  readonly people: readonly number[];
  readonly units: readonly Range[];
  readonly on: Uint8Array;
  readonly carry: Uint8Array | null;
  readonly none: boolean;
  readonly check: WindowCheck | RunCheck | EachCheck;
  readonly measure: string;
}

/** The few normal forms every rule is lowered to. */
export type Form = PatternForm | ColumnForm | SumForm | UnitForm;

/** A problem's rules in normal form. `allowed` is people x slots x activities, 1 where a cell may take the activity. */
export interface Forms {
  readonly allowed: Uint8Array;
  readonly cells: CellForm[];
  readonly forms: Form[];
}

/** What falling `v` short of or beyond the limits costs; the three tiers of a need are added. */
export function costOfNeed(need: Need, value: number): number {
  let cost = 0;
  if (value < need.min) cost += Math.ceil((need.min - value) / need.per) * need.under;
  else if (value > need.max) cost += Math.ceil((value - need.max) / need.per) * need.over;
  const reached = Math.max(value, need.min);
  return reached < need.target ? cost + (need.target - reached) * need.targetCost : cost;
}

/** What a sum outside [min, max] costs, per `per` units begun; a hair of rounding is forgiven. */
export function costOfRange(value: number, min: number, max: number, form: { under: number; over: number; per: number }): number {
  if (value < min) return Math.ceil((min - value) / form.per - 1e-9) * form.under;
  return value > max ? Math.ceil((value - max) / form.per - 1e-9) * form.over : 0;
}

/** What a run of this length costs; `closed` says whether the minimum applies to it. */
export function costOfRun(length: number, closed: boolean, check: RunCheck): number {
  if (length > check.max) return (length - check.max) * check.over;
  return closed && length > 0 && length < check.min ? (check.min - length) * check.under : 0;
}
