import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changePhrase } from '../text/change-phrase.ts';
import { inputsArbitrary, settingsArbitrary, someInputs } from './arbitraries.fixtures.ts';
import { typeOf } from './classify.ts';
import { ruleOf } from './rule-book.ts';
import { paritySettings } from './settings.ts';
import { neighbour, whatWouldChange, whatWouldQuieten, type TurnableInput, type TypeChange } from './what-would-change.ts';

const shareArray = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 });
const opposite = { up: 'down', down: 'up' } as const;

/** The change does what it says, and the present type lasts all the way to it. */
function expectNearest(
  typeAt: (value: number) => string,
  present: string,
  current: number,
  change: TypeChange,
  between: readonly number[],
): void {
  expect(typeAt(change.value)).toBe(change.type);
  expect(change.type).not.toBe(present);
  expect(change.inclusive).toBe(change.value === change.edge);
  expect(Math.sign(change.value - current)).toBe(change.direction === 'up' ? 1 : -1);
  // Rounding puts a share of the way at times a hair beyond its end.
  const nearer = between.filter((value) => Math.abs(value - current) < Math.abs(change.value - current));
  expect(nearer.filter((value) => typeAt(value) !== present)).toEqual([]);
}

test('the change works, and nothing nearer does', () => {
  fc.assert(
    fc.property(inputsArbitrary, settingsArbitrary, shareArray, (inputs, settings, shares) => {
      const present = typeOf(inputs, settings);
      for (const { input, current, down, up, nearest } of whatWouldChange(inputs, settings)) {
        if (current === null) continue;
        const whole = input === 'periodCount';
        const sides = [down, up].flatMap((change) => change ?? []);
        for (const change of sides)
          expectNearest((value) => typeOf({ ...inputs, [input]: value }, settings), present, current, change, [
            ...shares.map((share) => current + (change.value - current) * share).map(whole ? Math.round : Number),
            whole ? current : neighbour(change.value, opposite[change.direction]),
          ]);
        const sizes = sides.map((change) => Math.abs(change.value - current));
        expect(nearest === null ? [] : [Math.abs(nearest.value - current)]).toEqual(sizes.length > 0 ? [Math.min(...sizes)] : []);
      }
    }),
    { numRuns: 200 },
  );
});

test('where no change is proposed, turning the input alone changes nothing', () => {
  const ranges: Record<TurnableInput, fc.Arbitrary<number>> = {
    aggregateZscore: fc.double({ min: -4, max: 4, noNaN: true }),
    slopePercentile: fc.double({ min: 0, max: 100, noNaN: true }),
    acceleration: fc.double({ min: -1, max: 1, noNaN: true }),
    zscoreStd: fc.double({ min: 0, max: 2, noNaN: true }),
    maxAbsDeviation: fc.double({ min: 0, max: 6, noNaN: true }),
    slopeChange: fc.double({ min: -3, max: 3, noNaN: true }),
    periodCount: fc.integer({ min: 0, max: 24 }),
  };
  fc.assert(
    fc.property(inputsArbitrary, settingsArbitrary, fc.record(ranges), (inputs, settings, tries) => {
      for (const { input, current, down, up } of whatWouldChange(inputs, settings)) {
        if (current === null) continue;
        const type = typeOf({ ...inputs, [input]: tries[input] }, settings);
        if (tries[input] < current && down === null) expect(type).toBe(typeOf(inputs, settings));
        if (tries[input] > current && up === null) expect(type).toBe(typeOf(inputs, settings));
      }
    }),
    { numRuns: 400 },
  );
});

test('quieter means a lower range', () => {
  fc.assert(
    fc.property(inputsArbitrary, settingsArbitrary, (inputs, settings) => {
      for (const change of whatWouldQuieten(inputs, settings))
        expect(ruleOf(change.type).range[1]).toBeLessThan(ruleOf(typeOf(inputs, settings)).range[0]);
    }),
  );
});

test('a critical trajectory would be chronic with a slope percentile under 90', () => {
  const inputs = someInputs({ aggregateZscore: 1.27, slopePercentile: 96.2, acceleration: 0.33, zscoreStd: 1.07, maxAbsDeviation: 3.74 });
  expect(typeOf(inputs, paritySettings)).toBe('critical_trajectory');
  const phrases = whatWouldQuieten(inputs, paritySettings).map((change) => changePhrase(change.input, change));
  expect(phrases).toEqual([
    'Mean z at most 1: Volatile, 71 to 75',
    'Slope percentile under 90: Chronic, 81 to 90',
    'Acceleration at most 0.005: Chronic, 81 to 90',
    'Periods being 2: Suspect data, 50',
  ]);
});

test('an unknown input cannot be turned', () => {
  const changes = whatWouldChange(someInputs({ slopePercentile: null, acceleration: null }));
  for (const { input, down, up, nearest } of changes)
    if (input === 'slopePercentile' || input === 'acceleration') expect([down, up, nearest]).toEqual([null, null, null]);
});

test('neighbours lie next to each other', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (value) => {
      const up = neighbour(value, 'up');
      expect(up > value).toBe(true);
      const middle = value + (up - value) / 2;
      expect(middle === value || middle === up).toBe(true);
      expect(neighbour(up, 'down') === value).toBe(true);
    }),
  );
});
