import { checkSchedule } from '../check.ts';
import { generateHalfDays } from '../generate.ts';
import { lower } from '../lower.ts';
import type { Problem } from '../problem/schema.ts';
import { randomOf } from '../random.ts';
import { scheduleOf } from '../schedule.ts';
import { Score, unpack } from '../score.ts';
import { optionsOf } from '../search/options.ts';

/** Changes random cells and compares the running score with the checker after every `every` changes. */
function compare(problem: Problem, changes: number, every: number): string {
  const lowered = lower(problem);
  const score = new Score(lowered);
  const options = optionsOf(lowered);
  const random = randomOf(11);
  let compared = 0;
  for (let change = 1; change <= changes; change++) {
    const at = options.free[Math.floor(random() * options.free.length)] as number;
    const kind = options.kind[at] as number;
    const from = options.start[kind] as number;
    const activity = options.list[from + Math.floor(random() * ((options.start[kind + 1] as number) - from))] as number;
    const person = Math.floor(at / options.slots);
    score.set(person, at - person * options.slots, activity);
    if (change % every !== 0) continue;
    const found = checkSchedule(problem, scheduleOf(lowered.frame, score.cells));
    const mine = unpack(score.total);
    if (found.hard !== mine.hard || found.soft !== mine.soft) throw new Error(`After ${change} changes the score says ${mine.hard}/${mine.soft}, the checker ${found.hard}/${found.soft}.`);
    compared++;
  }
  return `${problem.title}: ${changes} changes, ${compared} comparisons, all equal`;
}

const [kind = 'block', changes = kind === 'year' ? '1000000' : '100000', every = kind === 'year' ? '1000' : '1'] = process.argv.slice(2);
const problem = kind === 'year' ? generateHalfDays(60, { days: 364 }) : generateHalfDays(24);
process.stdout.write(`${compare(problem, Number(changes), Number(every))}\n`);
