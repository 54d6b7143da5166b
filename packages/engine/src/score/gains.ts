import { unpack } from '../frame.ts';
import type { Form, PatternForm, SumForm, UnitForm } from '../forms.ts';
import type { Lowered } from '../lower.ts';

const softOf = (cost: number): number => Math.abs(unpack(cost).soft);

/** The greatest number of ranges that hold one and the same place. */
function overlap(ranges: readonly { from: number; to: number }[]): number {
  const edges = ranges.flatMap(({ from, to }): [number, number][] => [[from, 1], [to, -1]]);
  edges.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let open = 0;
  return edges.reduce((most, [, change]) => Math.max(most, (open += change)), 0);
}

type GainOf = (from: number, to: number) => number;

function ofSum({ values, windows, under, over, per }: SumForm): GainOf {
  const depth = overlap(windows);
  return (from, to) => {
    const change = (values[to] as number) - (values[from] as number);
    return depth * Math.ceil(Math.abs(change) / per) * softOf(change > 0 ? under : over);
  };
}

/** The greatest sum of costs that share a place. */
function mostAtOne(costs: readonly (readonly [place: string | number, cost: number])[]): number {
  const sums = new Map<string | number, number>();
  for (const [place, cost] of costs) sums.set(place, (sums.get(place) ?? 0) + cost);
  return Math.max(0, ...sums.values());
}

/** What a form gains when one of its units turns on, and when one turns off. */
function gainsOfTurning({ check }: UnitForm): { on: number; off: number } {
  if (check.kind === 'window') return { on: overlap(check.windows) * softOf(check.under), off: overlap(check.windows) * softOf(check.over) };
  if (check.kind === 'run') {
    const any = softOf(check.under) + softOf(check.over) > 0 ? Infinity : 0;
    return { on: any, off: any };
  }
  const most = (sign: number): number =>
    mostAtOne(check.items.map((item) => [`${item.person} ${item.unit}`, Math.max(0, sign * unpack(item.cost).soft)]));
  return { on: most(-1), off: most(1) };
}

function ofUnit(form: UnitForm): GainOf {
  const gains = gainsOfTurning(form);
  const [on, off] = form.none ? [gains.off, gains.on] : [gains.on, gains.off];
  const turned = (mask: Uint8Array | null, from: number, to: number): number => {
    const change = (mask?.[to] ?? 0) - (mask?.[from] ?? 0);
    return change > 0 ? on : change < 0 ? off : 0;
  };
  return (from, to) => turned(form.on, from, to) + turned(form.carry, from, to);
}

/** Sequences of one or two steps are known exactly by the time gains are asked for. */
function ofPattern(form: PatternForm): GainOf {
  const cost = form.offsets.length < 3 ? 0 : softOf(form.cost);
  return (from, to) => {
    const parts = form.offsets.filter((_, step) => form.alternatives.some((masks) => masks[step]?.[from] !== masks[step]?.[to]));
    return cost * parts.length;
  };
}

const gainOf = (form: Form): GainOf => {
  if (form.kind === 'sum') return ofSum(form);
  if (form.kind === 'unit') return ofUnit(form);
  return form.kind === 'pattern' ? ofPattern(form) : () => 0;
};

/** Soft points that a change of one cell can gain at most in the person's rules over longer times, or more. */
export interface Gains {
  /** People under the same rules have the same number. */
  readonly kind: Uint16Array;
  /** (kind, from activity, to activity) to points. */
  readonly most: Float64Array;
}

export function gainsOf({ forms, frame: { people, activities } }: Lowered): Gains {
  const longer = forms.flatMap((form) => (form.kind === 'column' ? [] : [{ members: new Set(form.people), gain: gainOf(form) }]));
  const known = new Map<string, number>();
  const most: number[] = [];
  const kind = Uint16Array.from({ length: people }, (_, person) => {
    const mine = longer.flatMap(({ members }, f) => (members.has(person) ? [f] : []));
    const key = mine.join();
    const found = known.get(key);
    if (found !== undefined) return found;
    for (let pair = 0; pair < activities * activities; pair++) {
      const [from, to] = [Math.floor(pair / activities), pair % activities];
      most.push(mine.reduce((sum, f) => sum + (longer[f]?.gain(from, to) ?? 0), 0));
    }
    known.set(key, known.size);
    return known.size - 1;
  });
  return { kind, most: Float64Array.from(most) };
}
