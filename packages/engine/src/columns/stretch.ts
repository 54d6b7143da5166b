import type { ColumnForm, Form, PatternForm, Range, RunCheck, SumForm, UnitForm } from '../forms.ts';
import type { Lowered } from '../lower.ts';

/** Some slots of a problem as a problem of its own: whatever lies outside them stands as it does in a schedule. */
export interface Stretch {
  readonly lowered: Lowered;
  /** The schedule's cells there. */
  readonly cells: Uint8Array;
  /** The slot of the whole that is the first one here. */
  readonly start: number;
}

const meets = (a: Range, b: Range): boolean => a.from < b.to && b.from < a.to;

/** Units before and after that a run may reach into, as far as its limits see. */
const reachOf = ({ min, max }: RunCheck, units: number): number => 1 + Math.max(min, max < units ? max : 0);

/** The units that a rule of units needs to see for those that the free slots touch; all of the history if any of it, for what runs in it are too long by falls due later. */
function unitsNeeded({ units, check }: UnitForm, free: Range, history: number): Range {
  const touched = units.flatMap((unit, u) => (meets(unit, free) ? [u] : []));
  let from = Math.max(0, (touched[0] ?? units.length) - 1);
  let to = Math.min(units.length, (touched.at(-1) ?? -1) + 2);
  if (touched.length === 0) return { from: 0, to: 0 };
  const within = { from, to };
  if (check.kind === 'window') {
    for (const window of check.windows) {
      if (!meets(window, within)) continue;
      from = Math.min(from, window.from - 1);
      to = Math.max(to, window.to);
    }
  } else if (check.kind === 'run') {
    const reach = reachOf(check, units.length);
    from -= reach;
    to += reach;
  }
  from = Math.max(0, from);
  return { from: (units[from]?.from ?? 0) < history ? 0 : from, to: Math.min(units.length, to) };
}

/** The slots that rules need to see when the free ones change. */
function extentOf({ forms, frame }: Lowered, free: Range): Range {
  let { from, to } = free;
  const see = (range: Range): void => {
    from = Math.min(from, range.from);
    to = Math.max(to, range.to);
  };
  for (const form of forms) {
    if (form.kind === 'pattern') {
      const last = Math.max(...form.offsets);
      for (const start of form.starts) if (meets({ from: start, to: start + last + 1 }, free)) see({ from: start, to: start + last + 1 });
    } else if (form.kind === 'unit') {
      const needed = unitsNeeded(form, free, frame.history);
      for (const unit of form.units.slice(needed.from, needed.to)) see(unit);
    }
  }
  return { from, to };
}

function patternWithin(form: PatternForm, free: Range, start: number): PatternForm {
  const last = Math.max(...form.offsets);
  return { ...form, starts: form.starts.filter((at) => meets({ from: at, to: at + last + 1 }, free)).map((at) => at - start) };
}

const columnWithin = (form: ColumnForm, free: Range, start: number): ColumnForm => ({
  ...form,
  needs: form.needs.filter(({ slot }) => slot >= free.from && slot < free.to).map((need) => ({ ...need, slot: need.slot - start })),
});

/** Sums over the free slots of each window: what the window holds beside them is taken off its limits, and limits out of reach are dropped. */
function sumWithin(form: SumForm, { allowed, frame }: Lowered, cells: Uint8Array, free: Range, start: number): SumForm {
  const { slots, activities } = frame;
  const met = form.windows.flatMap((window, w) => (meets(window, free) ? [w] : []));
  const limits = form.people.flatMap((person, row) =>
    met.map((w) => {
      const { from, to } = form.windows[w] as Range;
      const sum = { outside: 0, least: 0, most: 0 };
      for (let slot = from; slot < to; slot++) {
        const at = person * slots + slot;
        if (slot < free.from || slot >= free.to) {
          sum.outside += form.values[cells[at] as number] as number;
          continue;
        }
        const possible = form.values.filter((_, activity) => allowed[at * activities + activity] === 1);
        sum.least += Math.min(...possible);
        sum.most += Math.max(...possible);
      }
      const min = (form.min[row * form.windows.length + w] as number) - sum.outside;
      const max = (form.max[row * form.windows.length + w] as number) - sum.outside;
      return { min: min <= sum.least ? -Infinity : min, max: max >= sum.most ? Infinity : max };
    }),
  );
  return {
    ...form,
    min: Float64Array.from(limits, ({ min }) => min), max: Float64Array.from(limits, ({ max }) => max),
    windows: met.map((w) => {
      const { from, to } = form.windows[w] as Range;
      return { from: Math.max(from, free.from) - start, to: Math.min(to, free.to) - start };
    }),
  };
}

function unitWithin(form: UnitForm, free: Range, start: number, history: number): UnitForm {
  const needed = unitsNeeded(form, free, history);
  const inside = (range: Range): boolean => range.from >= needed.from && range.to <= needed.to;
  const units = form.units.slice(needed.from, needed.to).map(({ from, to }) => ({ from: from - start, to: to - start }));
  const { check } = form;
  if (check.kind === 'run') {
    return { ...form, units, check: { ...check, openStart: check.openStart || needed.from > 0, openEnd: check.openEnd || needed.to < form.units.length } };
  }
  if (check.kind === 'window') {
    const windows = check.windows.filter(inside).map(({ from, to }) => ({ from: from - needed.from, to: to - needed.from }));
    return { ...form, units, check: { ...check, windows } };
  }
  const isTouched = (unit: number): boolean => [unit - 1, unit].some((u) => form.units[u] !== undefined && meets(form.units[u], free));
  const items = check.items.filter(({ unit }) => isTouched(unit) && unit < needed.to);
  return { ...form, units, check: { ...check, items: items.map((item) => ({ ...item, unit: item.unit - needed.from })) } };
}

const isEmpty = (form: Form): boolean =>
  form.kind === 'pattern' ? form.starts.length === 0 : form.kind === 'column' ? form.needs.length === 0 : form.kind === 'sum' ? form.windows.length === 0 : form.units.length === 0;

/** The free slots as a problem of its own. It costs as much as the whole, less what the free slots cannot change. */
export function stretchOf(lowered: Lowered, whole: Uint8Array, free: Range): Stretch {
  const { frame } = lowered;
  const { activities } = frame;
  const { from: start, to: end } = extentOf(lowered, free);
  const slots = end - start;
  const history = Math.max(0, frame.history - start);
  const cells = new Uint8Array(frame.people * slots);
  const pinned = new Int16Array(cells.length).fill(-1);
  const allowed = new Uint8Array(cells.length * activities);
  for (let person = 0; person < frame.people; person++) {
    for (let slot = start; slot < end; slot++) {
      const from = person * frame.slots + slot;
      const at = person * slots + slot - start;
      const cell = whole[from] as number;
      cells[at] = cell;
      if (slot >= free.from && slot < free.to) {
        pinned[at] = lowered.pinned[from] as number;
        allowed.set(lowered.allowed.subarray(from * activities, (from + 1) * activities), at * activities);
      } else {
        pinned[at] = cell;
        allowed[at * activities + cell] = 1;
      }
    }
  }
  const forms = lowered.forms.map((form): Form => {
    if (form.kind === 'pattern') return patternWithin(form, free, start);
    if (form.kind === 'column') return columnWithin(form, free, start);
    return form.kind === 'sum' ? sumWithin(form, lowered, whole, free, start) : unitWithin(form, free, start, frame.history);
  });
  return {
    start, cells,
    lowered: {
      ...lowered, allowed, pinned, frame: { ...frame, slots, history },
      cells: lowered.cells.filter(({ slot }) => slot >= free.from && slot < free.to).map((cell) => ({ ...cell, slot: cell.slot - start })),
      forms: forms.filter((form) => !isEmpty(form)),
    },
  };
}
