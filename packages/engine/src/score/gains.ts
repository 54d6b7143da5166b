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

/** The greatest sum of costs that share a place. */
function mostAtOne(costs: readonly (readonly [place: string | number, cost: number])[]): number {
  const sums = new Map<string | number, number>();
  for (const [place, cost] of costs) sums.set(place, (sums.get(place) ?? 0) + cost);
  return Math.max(0, ...sums.values());
}

function ofUnit({ check, carry }: UnitForm): number {
  const units = carry === null ? 1 : 2;
  if (check.kind === 'window') return units * overlap(check.windows) * Math.max(softOf(check.under), softOf(check.over));
  if (check.kind === 'each') return units * mostAtOne(check.items.map((item) => [`${item.person} ${item.unit}`, softOf(item.cost)]));
  return softOf(check.under) + softOf(check.over) > 0 ? Infinity : 0;
}

const ofPattern = (form: PatternForm): number => form.offsets.length * softOf(form.cost);

/** Soft points that one change of a cell can gain at most in the person's own rules, or more. */
export function mostGain(lowered: Lowered): number {
  let gain = mostAtOne(lowered.cells.map((cell) => [cell.person * lowered.frame.slots + cell.slot, softOf(cell.cost)]));
  for (const form of lowered.forms) {
    if (form.kind === 'sum') gain += ofSum(form);
    else if (form.kind === 'unit') gain += ofUnit(form);
    else if (form.kind === 'pattern') gain += ofPattern(form);
  }
  return gain;
}
