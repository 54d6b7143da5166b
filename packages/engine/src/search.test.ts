import { expect, it } from 'vitest';
import { checkSchedule } from './check.ts';
import { constraintTypes } from './constraints.ts';
import { smallWard } from './examples/small-ward.ts';
import { greedySchedule } from './search.ts';
import { randomProblem } from './testing/random-problem.ts';

it('builds a schedule in one pass and says why', () => {
  const { schedule, hard, soft, choices } = greedySchedule(smallWard);
  expect(checkSchedule(smallWard, schedule)).toMatchObject({ hard, soft });
  expect(choices.length).toBeGreaterThan(14);
  expect(choices[0]).toMatchObject({ candidates: expect.any(Number) as number, why: expect.stringMatching(/gains|possible/) as string });
});

it('has every rule type in the random problems of the tests', () => {
  const used = new Set(randomProblem(1).constraints.map((rule) => rule.type));
  expect([...used].sort()).toEqual([...constraintTypes].sort());
});
