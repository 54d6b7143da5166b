import { checkCover } from './check/cover.ts';
import { checkRows } from './check/rows.ts';
import { boardOf } from './check/board.ts';
import type { Problem } from './problem/schema.ts';
import type { Schedule } from './schedule.ts';

/** What a schedule costs, rule by rule, in units of violation and in points. */
export interface CheckResult {
  readonly hard: number;
  readonly soft: number;
  readonly byRule: readonly { readonly id: string; readonly hard: number; readonly soft: number }[];
}

/**
 * Judges a schedule by reading the rules literally, sharing no code with the optimiser. It is slow on purpose and
 * meant as the second opinion: after every run, before saving, and in tests.
 */
export function checkSchedule(problem: Problem, schedule: Schedule): CheckResult {
  const board = boardOf(problem, schedule);
  const byRule = problem.constraints.map((rule) => {
    const found = checkCover(board, rule) ?? checkRows(board, rule);
    const points = rule.level === 'hard' ? { hard: found.units * rule.weight, soft: 0 } : { hard: 0, soft: found.units * rule.weight };
    return { id: rule.id, hard: points.hard, soft: points.soft + (found.soft ?? 0) };
  });
  const off = boardOffences(board);
  const sum = (key: 'hard' | 'soft'): number => byRule.reduce((total, rule) => total + rule[key], 0);
  return { hard: sum('hard') + off, soft: sum('soft'), byRule };
}

/** Fixed cells that the schedule does not keep. */
const boardOffences = (board: ReturnType<typeof boardOf>): number =>
  board.problem.fixed.filter((cell) => board.at(cell.person, cell.slot) !== cell.activity).length;
