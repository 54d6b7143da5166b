import { lower } from './lower.ts';
import type { Problem } from './problem/schema.ts';
import { scheduleOf } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import { Score, unpack } from './score.ts';
import { greedy } from './search/greedy.ts';
import type { GreedyChoice } from './search/greedy.ts';
import { optionsOf } from './search/options.ts';

export type { GreedyChoice } from './search/greedy.ts';

/** A schedule built in one pass, in a moment and without search, with the reason for every choice. */
export function greedySchedule(problem: Problem): { schedule: Schedule; hard: number; soft: number; choices: GreedyChoice[] } {
  const lowered = lower(problem);
  const score = new Score(lowered);
  const choices = greedy(score, optionsOf(lowered));
  return { schedule: scheduleOf(lowered.frame, score.cells), ...unpack(score.total), choices };
}
