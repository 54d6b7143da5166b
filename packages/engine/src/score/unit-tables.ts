import type { RunCheck, UnitForm } from '../forms.ts';
import type { Lowered } from '../lower.ts';
import { windowsOfSlots } from './sums.ts';

/** The run check of forms that have none. */
export const NO_RUN: RunCheck = { kind: 'run', min: 0, max: Infinity, under: 0, over: 0, openStart: true, openEnd: true };

/** What the forms over days and weekends look like to the scorer, form by form; shared by all people. */
export interface UnitTables {
  readonly forms: readonly UnitForm[];
  /** 0: windows, 1: runs, 2: wishes. */
  readonly kind: Uint8Array;
  readonly none: Uint8Array;
  readonly units: Int32Array;
  /** (form, slot) to the unit that holds it, -1 if none does. */
  readonly unitOf: Int32Array;
  /** First unit that reaches into the planned part: runs that end before it cost nothing any more. */
  readonly firstPlanned: Int32Array;
  /** Where the units of a form begin in `reach`. */
  readonly firstUnit: Int32Array;
  /** (form, unit): first and last window that holds the unit. */
  readonly reach: Int32Array;
  /** Where a form's costs begin in `step`: what one unit more costs a window that has n. */
  readonly table: Int32Array;
  readonly step: Float64Array;
  /** What a window without any unit costs. */
  readonly costOfNone: Float64Array;
  readonly runs: readonly RunCheck[];
}

const KINDS = { window: 0, run: 1, each: 2 } as const;

function stepsOf({ check, units }: UnitForm): { steps: number[]; none: number } {
  if (check.kind !== 'window') return { steps: [], none: 0 };
  const cost = (n: number): number => Math.max(0, check.min - n) * check.under + Math.max(0, n - check.max) * check.over;
  return { steps: units.map((_, n) => cost(n + 1) - cost(n)), none: cost(0) };
}

/** Lays the forms out in flat arrays. */
export function unitTables(forms: readonly UnitForm[], lowered: Lowered): UnitTables {
  const { slots, history } = lowered.frame;
  const unitOf = new Int32Array(forms.length * slots).fill(-1);
  const firstUnit: number[] = [];
  const reach: number[] = [];
  const table: number[] = [];
  const step: number[] = [];
  const costOfNone: number[] = [];
  forms.forEach((form, f) => {
    form.units.forEach((unit, u) => unitOf.fill(u, f * slots + unit.from, f * slots + unit.to));
    firstUnit.push(reach.length / 2);
    const { first, last } = windowsOfSlots(form.check.kind === 'window' ? form.check.windows : [], form.units.length);
    form.units.forEach((_, u) => reach.push(first[u] as number, last[u] as number));
    const { steps, none } = stepsOf(form);
    table.push(step.length);
    step.push(...steps);
    costOfNone.push(none);
  });
  return {
    forms,
    kind: Uint8Array.from(forms, (form) => KINDS[form.check.kind]),
    none: Uint8Array.from(forms, (form) => (form.none ? 1 : 0)),
    units: Int32Array.from(forms, (form) => form.units.length),
    unitOf,
    firstPlanned: Int32Array.from(forms, (form) => Math.max(0, form.units.findIndex((unit) => unit.to > history))),
    firstUnit: Int32Array.from(firstUnit),
    reach: Int32Array.from(reach),
    table: Int32Array.from(table),
    step: Float64Array.from(step),
    costOfNone: Float64Array.from(costOfNone),
    runs: forms.map((form) => (form.check.kind === 'run' ? form.check : NO_RUN)),
  };
}
