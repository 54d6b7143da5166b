import { solveExactly } from '@wardwright/engine/exact';
import { generateBlocks } from '@wardwright/engine/generate';
import { lower } from '@wardwright/engine/lower';
import { table } from '../report.ts';
import { percent } from './machine.ts';
import { above, effort, effortHead, measure, threads, wanted } from './measure.ts';
import { alone } from './programs.ts';

/** Soft costs that plain annealing with exact polishing has reached in 60 s (24 residents × 364 days: 170 s), and what is aimed at. */
const CASES = [
  { residents: 24, days: 28, known: 65, marks: { 10: '82', 60: '67' } },
  { residents: 60, days: 28, known: 296, marks: { 10: '340', 60: '300' } },
  { residents: 24, days: 364, known: 1218, marks: { 10: '–', 60: '1218' } },
  { residents: 60, days: 364, known: 4136, marks: { 10: '–', 60: '3817; aim 3722' } },
  { residents: 100, days: 364, known: 5689, marks: { 10: '–', 60: '0 hard, 200 MB' } },
] as const;

/** Problems that must have a schedule without hard violations soon. */
const FEASIBLE = [
  { residents: 24, days: 28, seconds: 10, mark: '1 s' },
  { residents: 60, days: 28, seconds: 10, mark: '2 s' },
  { residents: 60, days: 364, seconds: 60, mark: '30 s' },
  { residents: 100, days: 364, seconds: 60, mark: '60 s' },
] as const;

/** Half-day blocks and years, with two time budgets, each in a process of its own. */
export async function halfDays(): Promise<string> {
  const rows: string[][] = [];
  for (const { residents, days, known, marks } of CASES) {
    if (!wanted(`${residents}x${days}`)) continue;
    for (const seconds of [10, 60] as const) {
      const run = await alone({ residents, days, seconds, threads });
      rows.push([
        `${residents} residents × ${days} days`, `${seconds} s`, String(run.impossible), String(run.hard), String(run.soft), String(run.bound ?? '–'), marks[seconds], `${known}`,
        above(run.soft, known), run.memory.toFixed(0), ...effort(run),
      ]);
      console.log(rows.at(-1)?.join(' | '));
    }
  }
  return table(['half-days', 'time', 'impossible half-days', 'hard', 'soft', 'proved bound', 'mark', 'reference', 'against it', 'peak MB', ...effortHead], rows);
}

/** How soon there is a schedule without hard violations, and how fast one thread searches. */
export async function halfDayPace(): Promise<string> {
  const rows: string[][] = [];
  for (const { residents, days, seconds, mark } of FEASIBLE) {
    if (!wanted(`${residents}x${days}`)) continue;
    const run = await alone({ residents, days, seconds, threads });
    rows.push([`${residents} residents × ${days} days, two threads, first report without hard violations`, `${run.feasibleAfter?.toFixed(2) ?? '–'} s (stolen: ${percent(run.stolen)})`, mark]);
    console.log(rows.at(-1)?.join(' | '));
  }
  if (wanted('60x364')) {
    const run = await alone({ residents: 60, days: 364, seconds: 30, threads: 1, onlySearches: true });
    rows.push(['60 residents × 364 days, moves of one thread that only searches', `${run.searchSpeed.toFixed(2)} M/s, ${run.speed.toFixed(2)} with the time to get ready (processor had: ${percent(run.share)}, stolen: ${percent(run.stolen)})`, '1.0 M/s']);
  }
  return table(['what', 'measured', 'pass mark'], rows);
}

/**
 * Years against ten minutes of the same search. Takes a quarter of an hour a row, so it is left out unless asked for by name:
 * `ENGINE_BENCH_ONLY="Reference of a year"`.
 */
export async function yearReference(): Promise<string> {
  const rows: string[][] = [];
  for (const residents of [60]) {
    const long = await alone({ residents, days: 364, seconds: 600, threads });
    const short = await alone({ residents, days: 364, seconds: 60, threads });
    const name = `${residents} residents × 364 days`;
    rows.push([name, `${long.hard} / ${long.soft}`, `${short.hard} / ${short.soft}`, above(short.soft, long.soft), '+3 %', ...effort(short)]);
    console.log(rows.at(-1)?.join(' | '));
  }
  return table(['half-days', 'hard / soft in 600 s', 'in 60 s', 'against it', 'aim', ...effortHead], rows);
}

/** Block years, proved optimal: at a call, and by a run that has a minute. */
export async function blockYears(): Promise<string> {
  const rows: string[][] = [];
  for (const residents of [24, 60]) {
    const problem = generateBlocks(residents);
    const before = process.cpuUsage();
    const began = performance.now();
    const result = await solveExactly(lower(problem), { seconds: 300 });
    const wall = (performance.now() - began) / 1000;
    const used = process.cpuUsage(before);
    const run = await measure(problem, 60);
    rows.push([
      `${residents} residents × 13 blocks`, result.status, result.objective.toFixed(0), result.bound.toFixed(0), wall.toFixed(1), ((used.user + used.system) / 1e6).toFixed(1), '15 s',
      `${run.hard} / ${run.soft}`, String(run.result.bound ?? '–'), run.wall.toFixed(1), percent(run.stolen),
    ]);
    console.log(rows.at(-1)?.join(' | '));
  }
  return table(['blocks', 'status', 'soft', 'bound', 's', 'CPU s', 'mark', 'a run of a minute: hard / soft', 'its bound', 'proved after s', 'stolen from it'], rows);
}
