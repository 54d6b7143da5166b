import type { SignalType } from '../../schema/vocabulary.ts';
import { typeOf } from './classify.ts';
import { indicatorEdges } from './indicators.ts';
import type { ClassificationInputs } from './inputs.ts';
import { ruleOf } from './rule-book.ts';
import { productSettings, type ClassificationSettings } from './settings.ts';

/** An input a reader may turn, all others held. */
export type TurnableInput = Exclude<keyof ClassificationInputs, 'latestZscore' | 'suppressed'>;

/** The nearest value on one side at which the type would be another. */
export interface TypeChange {
  readonly direction: 'down' | 'up';
  /** A value that really changes the type; the nearest there is. */
  readonly value: number;
  /** The edge to show; equal to `value` when the edge itself already changes the type. */
  readonly edge: number;
  readonly inclusive: boolean;
  readonly type: SignalType;
  /** The new type is less grave than the present one. */
  readonly quieter: boolean;
}

/** How far one input would have to move, each way, for the signal to have another type, all others staying as they are. */
export interface InputChanges {
  readonly input: TurnableInput;
  readonly current: number | null;
  readonly down: TypeChange | null;
  readonly up: TypeChange | null;
  /** The closer of the two; null when turning this input alone changes nothing, or the input is unknown. */
  readonly nearest: TypeChange | null;
}

interface Dial {
  readonly input: TurnableInput;
  readonly edges: (settings: ClassificationSettings) => readonly number[];
  readonly from: number;
  readonly to: number;
  readonly whole?: boolean;
}

const dials: readonly Dial[] = [
  { input: 'aggregateZscore', edges: () => indicatorEdges.position, from: -Infinity, to: Infinity },
  { input: 'slopePercentile', edges: () => indicatorEdges.trend, from: 0, to: 100 },
  { input: 'acceleration', edges: ({ momentumThreshold: edge }) => [-edge, edge], from: -Infinity, to: Infinity },
  { input: 'zscoreStd', edges: () => indicatorEdges.consistency, from: 0, to: Infinity },
  { input: 'maxAbsDeviation', edges: ({ spikeThreshold }) => [spikeThreshold], from: 0, to: Infinity },
  { input: 'slopeChange', edges: ({ slopeGuard }) => (slopeGuard === null ? [] : [slopeGuard]), from: -Infinity, to: Infinity },
  { input: 'periodCount', edges: ({ minimumPeriods }) => [minimumPeriods], from: 0, to: Infinity, whole: true },
];

/** The next number a computer can tell from `value` in the given direction. */
export function neighbour(value: number, direction: 'down' | 'up'): number {
  if (value === 0) return direction === 'up' ? Number.MIN_VALUE : -Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const outward = value > 0 === (direction === 'up');
  view.setBigInt64(0, view.getBigInt64(0) + (outward ? 1n : -1n));
  return view.getFloat64(0);
}

function firstChange(
  inputs: ClassificationInputs,
  settings: ClassificationSettings,
  dial: Dial,
  direction: 'down' | 'up',
): TypeChange | null {
  const current = inputs[dial.input];
  if (current === null) return null;
  const sign = direction === 'up' ? 1 : -1;
  const present = typeOf(inputs, settings);
  const ahead = dial
    .edges(settings)
    .filter((edge) => sign * (edge - current) >= 0)
    .sort((a, b) => sign * (a - b));
  for (const edge of ahead)
    for (const value of [edge, dial.whole ? edge + sign : neighbour(edge, direction)]) {
      if (value < dial.from || value > dial.to) continue;
      const type = typeOf({ ...inputs, [dial.input]: value }, settings);
      if (type === present) continue;
      const quieter = ruleOf(type).range[1] < ruleOf(present).range[0];
      return { direction, value, edge, inclusive: value === edge, type, quieter };
    }
  return null;
}

/** For each input, the nearest values at which the type would differ, and which type it would be. */
export function whatWouldChange(
  inputs: ClassificationInputs,
  settings: ClassificationSettings = productSettings,
): readonly InputChanges[] {
  return dials.map((dial) => {
    const current = inputs[dial.input];
    const down = firstChange(inputs, settings, dial, 'down');
    const up = firstChange(inputs, settings, dial, 'up');
    return { input: dial.input, current, down, up, nearest: closer(current ?? 0, down, up) };
  });
}

function closer(current: number, down: TypeChange | null, up: TypeChange | null): TypeChange | null {
  if (down === null || up === null) return down ?? up;
  return current - down.value <= up.value - current ? down : up;
}

/** The changes that would have made a signal less grave, each input at most once. */
export const whatWouldQuieten = (
  inputs: ClassificationInputs,
  settings: ClassificationSettings = productSettings,
): readonly (TypeChange & { readonly input: TurnableInput })[] =>
  whatWouldChange(inputs, settings).flatMap(({ input, down, up, nearest }) => {
    const change = nearest?.quieter ? nearest : [down, up].find((side) => side?.quieter);
    return change ? [{ ...change, input }] : [];
  });
