import { unpack } from '../frame.ts';
import type { PatternForm, SumForm, UnitForm } from '../forms.ts';
import type { Lowered } from '../lower.ts';

const softOf = (cost: number): number => Math.abs(unpack(cost).soft);

/** The greatest number of ranges that hold one and the same place. */
function overlap(ranges: readonly { from: number; to: number }[]): number {
  const edges = ranges.flatMap(({ from, to }): [number, number][] => [[from, 1], [to, -1]]);
  edges.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let open = 0;
  return edges.reduce((most, [, change]) => Math.max(most, (open += change)), 0);
}

function ofSum({ values, windows, under, over, per }: SumForm): number {
  const change = Math.max(...values) - Math.min(...values);
  return overlap(windows) * Math.ceil(change / per) * Math.max(softOf(under), softOf(over));
}

function ofUnit({ check, carry }: UnitForm): number {
  const units = carry === null ? 1 : 2;
  if (check.kind === 'window') return units * overlap(check.windows) * Math.max(softOf(check.under), softOf(check.over));
  if (check.kind === 'each') return units * Math.max(0, ...check.items.map((item) => softOf(item.cost)));
  return softOf(check.under) + softOf(check.over) > 0 ? Infinity : 0;
}

const ofPattern = (form: PatternForm): number => form.offsets.length * softOf(form.cost);

/** Soft points that one change of a cell can gain at most in the person's own rules, or more. */
export function mostGain(lowered: Lowered): number {
  const atCell = new Map<number, number>();
  for (const cell of lowered.cells) {
    const at = cell.person * lowered.frame.slots + cell.slot;
    atCell.set(at, (atCell.get(at) ?? 0) + softOf(cell.cost));
  }
  let gain = 0;
  for (const cost of atCell.values()) gain = Math.max(gain, cost);
  for (const form of lowered.forms) {
    if (form.kind === 'sum') gain += ofSum(form);
    else if (form.kind === 'unit') gain += ofUnit(form);
    else if (form.kind === 'pattern') gain += ofPattern(form);
  }
  return gain;
}
