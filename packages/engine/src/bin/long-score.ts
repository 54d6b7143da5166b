import { checkSchedule } from '../check.ts';
import { HARD } from '../frame.ts';
import { generateHalfDays } from '../generate.ts';
import { linearModel } from '../linear.ts';
import { lower } from '../lower.ts';
import type { Problem } from '../problem/schema.ts';
import { Dice } from '../random.ts';
import { scheduleOf } from '../schedule.ts';
import { Score, unpack } from '../score.ts';
import { optionsOf } from '../search/options.ts';
import type { Options } from '../search/options.ts';

const TRADES = 0.3;

/** One random change: a cell, or two people trading a slot. Throws if it costs anything but what looking at it said. */
function change(score: Score, options: Options, dice: Dice): void {
  const { free, slots, kind, start, list, activities } = options;
  const at = free[dice.below(free.length)] as number;
  const person = Math.floor(at / slots);
  const slot = at - person * slots;
  const peers = options.peers[person] as Int32Array;
  const may = (who: number, activity: number): boolean => options.allowed[(kind[who * slots + slot] as number) * activities + activity] === 1;
  const other = peers.length > 0 && dice.draw() < TRADES ? (peers[dice.below(peers.length)] as number) : person;
  const [mine, theirs] = [score.cells[at] as number, score.cells[other * slots + slot] as number];
  const from = start[kind[at] as number] as number;
  const activity = list[from + dice.below((start[(kind[at] as number) + 1] as number) - from)] as number;
  const trades = other !== person && may(person, theirs) && may(other, mine);
  const seen = trades ? score.peekExchange(person, other, slot) : score.peek(person, slot, activity);
  const made = trades ? score.exchange(person, other, slot) : score.set(person, slot, activity);
  if (seen !== made) throw new Error(`A change was seen to cost ${seen} and cost ${made}.`);
}

/** Makes random changes and compares the running score with the checker and the linear objective after every `every` changes. */
function compare(problem: Problem, changes: number, every: number): string {
  const lowered = lower(problem);
  const score = new Score(lowered);
  const options = optionsOf(lowered);
  const dice = new Dice(11);
  const model = linearModel(lowered, { cells: score.cells.slice(), free: new Uint8Array(score.cells.length).fill(1), hard: HARD });
  let compared = 0;
  for (let made = 1; made <= changes; made++) {
    change(score, options, dice);
    if (made % every !== 0) continue;
    const found = checkSchedule(problem, scheduleOf(lowered.frame, score.cells));
    const mine = unpack(score.total);
    if (found.hard !== mine.hard || found.soft !== mine.soft) throw new Error(`After ${made} changes the score says ${mine.hard}/${mine.soft}, the checker ${found.hard}/${found.soft}.`);
    const linear = model.objective(model.encode(score.cells));
    if (linear !== score.total) throw new Error(`After ${made} changes the score says ${score.total}, the linear objective ${linear}.`);
    compared++;
  }
  return `${problem.title}: ${changes} changes, ${compared} comparisons with checker and linear objective, all equal`;
}

const [kind = 'block', changes = kind === 'year' ? '1000000' : '100000', every = kind === 'year' ? '1000' : '1'] = process.argv.slice(2);
const problem = kind === 'year' ? generateHalfDays(60, { days: 364 }) : generateHalfDays(24);
const began = process.cpuUsage();
const told = compare(problem, Number(changes), Number(every));
const { user, system } = process.cpuUsage(began);
process.stdout.write(`${told}; ${Math.round((user + system) / 1e6)} processor seconds\n`);
