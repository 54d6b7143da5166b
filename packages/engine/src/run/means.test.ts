import { describe, expect, it } from 'vitest';
import { loadHighs } from '../exact.ts';
import { generateHalfDays } from '../generate.ts';
import { lower } from '../lower.ts';
import { Score } from '../score.ts';
import { greedy } from '../search/greedy.ts';
import { optionsOf } from '../search/options.ts';
import { roster } from '../testing/roster.ts';
import { unpriceable, weeks } from '../testing/weeks.ts';
import { meansOf } from './means.ts';

const BLOCK = generateHalfDays(24);

/** What a worker polishes with: rows of the whole, stretches, or both. */
async function tools(problem: typeof BLOCK, seconds: number, index: number, workers: number) {
  const means = meansOf(lower(problem), { problem, seed: 1, seconds, polishShare: 'fitting' }, { index, workers });
  const { columns, stretches } = means.open(await loadHighs());
  expect(stretches !== null).toBe(means.stretches);
  return { kind: means.kind, rows: columns !== null, stretches: means.stretches };
}

const supported = { kind: 'supported rows', rows: false, stretches: true } as const;
const rows = { kind: 'rows', rows: true, stretches: false } as const;
const stretches = { kind: 'stretches', rows: false, stretches: true } as const;

describe('means of polishing', () => {
  it.each([
    ['a block, with time to price its rows, the first of two', BLOCK, 60, 0, 2, { ...supported, rows: true, stretches: false }],
    ['a block, with time to price its rows, the second', BLOCK, 60, 1, 2, supported],
    ['a block, with time to price its rows, one alone', BLOCK, 60, 0, 1, { ...supported, rows: true }],
    ['a block in a short run, the first', BLOCK, 10, 0, 2, supported],
    ['a block in a short run, the second', BLOCK, 10, 1, 2, supported],
    ['shifts that nobody only supports, the first', roster(5), 10, 0, 2, rows],
    ['shifts that nobody only supports, the second', roster(5), 10, 1, 2, rows],
    ['windows that overlap', weeks(28, 1), 60, 0, 2, stretches],
    ['rows that turn out too loosely bound to be priced', unpriceable(), 60, 0, 2, stretches],
  ] as const)('%s', async (_, problem, seconds, index, workers, expected) => {
    expect(await tools(problem, seconds, index, workers)).toEqual(expected);
  });

  it.each([
    ['dives first', 60, 0, 16, 'loose'], ['begins with rows to mend', 60, 1, 0, 'loose'],
    ['begins with rows to mend in a hurry, the first', 1.9, 0, 0, 'hurried'], ['begins with rows to mend in a hurry, the other', 1.9, 1, 0, 'hurried'],
  ] as const)('the one of two workers %s', async (_, seconds, index, expected, kind) => {
    const problem = roster(5, Array.from('abcdefghij'));
    const means = meansOf(lower(problem), { problem, seed: 5, seconds, polishShare: 'fitting' }, { index, workers: 2 });
    const columns = means.open(await loadHighs()).columns!;
    let rounds = 0;
    let rough: ReturnType<typeof columns.takeRough> = null;
    for (let outcome = columns.step({}); outcome !== 'ended'; outcome = columns.step({})) {
      rough = columns.takeRough();
      if (rough !== null) break;
      if (outcome === 'round') rounds++;
    }
    expect(rough).toMatchObject({ kind });
    expect(rounds).toBe(expected);
  });

  it.each([
    ['a week in a short run', 10, { from: 28, to: 42 }],
    ['two weeks where there is time', 60, { from: 0, to: 28 }],
  ] as const)('begins the stretches of a block with %s', async (_, seconds, range) => {
    const lowered = lower(BLOCK);
    const means = meansOf(lowered, { problem: BLOCK, seed: 1, seconds, polishShare: 'fitting' }, { index: 1, workers: 2 });
    const score = new Score(lowered);
    greedy(score, optionsOf(lowered));
    const stretches = means.open(await loadHighs()).stretches!;
    let step: ReturnType<typeof stretches.step> = 'going';
    while (step === 'going') step = stretches.step(score.cells.slice(), { shouldStop: () => false });
    expect(step).toMatchObject({ range });
  });

  it.each([0, 1])('has nothing but rows to mend in a hurry, worker %i', async (index) => {
    const problem = roster(5, Array.from('abcdefghij'));
    const means = meansOf(lower(problem), { problem, seed: 5, seconds: 1.9, polishShare: 'fitting' }, { index, workers: 2 });
    const columns = means.open(await loadHighs()).columns!;
    const roughs: (string | undefined)[] = [];
    for (let outcome = columns.step({}); outcome !== 'ended' && roughs.length < 4; outcome = columns.step({})) {
      if (outcome === 'round') roughs.push(columns.takeRough()?.kind);
    }
    expect(roughs).toEqual(['hurried', 'hurried', 'hurried', 'hurried']);
  });
});
