import { monitorEventLoopDelay } from 'node:perf_hooks';
import { loadHighs } from '@wardwright/engine/exact';
import { findConflict } from '@wardwright/engine/explain';
import { generateHalfDays } from '@wardwright/engine/generate';
import { lower } from '@wardwright/engine/lower';
import type { Problem } from '@wardwright/engine/problem';
import { requireProblem } from '@wardwright/engine/problem';
import { runHere } from '@wardwright/engine/run';
import { runInThreads } from '@wardwright/engine/run-node';
import { differences } from '@wardwright/engine/schedule';
import { table } from '../report.ts';
import { curtoisProblem } from './public.ts';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** From asking to stop until the best schedule is there, and how long the caller's thread was held up meanwhile. */
async function stopping(problem: Problem, polishShare: number, after = 3000): Promise<{ answered: number; delay: number }> {
  const wanted = polishShare > 0 ? 'polish' : 'search';
  const stop = new AbortController();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  let searching = (): void => undefined;
  const started = new Promise<void>((resolve) => (searching = resolve));
  const run = runInThreads({ problem, seed: 1, seconds: 60, polishShare }, { stop: stop.signal, onProgress: (progress) => progress.phase === wanted && searching() });
  await started;
  delay.enable();
  await wait(after);
  const asked = performance.now();
  stop.abort();
  await run;
  delay.disable();
  return { answered: performance.now() - asked, delay: (delay.percentile(99) - 5e6) / 1e6 };
}

/** Rows pass through relaxations, dives, exact choices and mending: stopped in several places, the slowest answer counts. */
async function stoppingRows(problem: Problem | null): Promise<string> {
  if (problem === null) return 'skipped, no instances';
  let slowest = 0;
  for (const after of [500, 2000, 5000, 9000, 14_000]) slowest = Math.max(slowest, (await stopping(problem, 0.85, after)).answered);
  return `${slowest.toFixed(0)} ms`;
}

/** One absence in a published block: cells changed, violations left, processor seconds. */
async function mending(): Promise<string> {
  const block = generateHalfDays(60);
  const published = await runHere({ problem: block, seed: 2, iterations: 2_000_000 });
  const sick = { id: 'sick', title: 'Sick leave', type: 'absence', level: 'hard', params: { items: [{ person: 'R1', fromSlot: 20, toSlot: 26, activities: ['off'] }] } };
  const problem = requireProblem({ ...block, constraints: [...block.constraints, sick] });
  const before = process.cpuUsage();
  const mended = await runHere({ problem, seed: 3, iterations: 500_000, published: published.schedule, changeCost: 5 });
  const used = process.cpuUsage(before);
  const changed = differences(problem, published.schedule, mended.schedule).length / (problem.people.length * 56);
  return `${mended.hard} hard, ${(changed * 100).toFixed(2)} % of cells changed, ${((used.user + used.system) / 1e6).toFixed(1)} CPU s`;
}

async function naming(): Promise<string> {
  const lowered = lower(generateHalfDays(24, { days: 364 }));
  const highs = await loadHighs();
  const before = process.cpuUsage();
  const conflict = findConflict(highs, lowered, { fromSlot: 234, toSlot: 235 });
  const used = process.cpuUsage(before);
  return `${conflict?.rules.join(', ') ?? 'none'}${conflict?.minimal === true ? ' (minimal)' : ''}, ${((used.user + used.system) / 1e6).toFixed(1)} CPU s`;
}

async function repeating(): Promise<string> {
  const problem = generateHalfDays(24);
  const seen = new Map<string, number>();
  for (let k = 0; k < 20; k++) {
    const text = JSON.stringify((await runHere({ problem, seed: 9, iterations: 100_000 })).schedule);
    seen.set(text, (seen.get(text) ?? 0) + 1);
  }
  return `${Math.max(...seen.values())} of 20 byte-identical`;
}

/** Stopping, responsiveness, repeatability, mending and naming conflicts. */
export async function control(): Promise<string> {
  const search = await stopping(generateHalfDays(60), 0);
  const polish = await stopping(generateHalfDays(60), 0.92);
  const rows = [
    ['stop during search, 60 residents, until the schedule is there', `${search.answered.toFixed(0)} ms`, '250 ms'],
    ['stop during exact polishing', `${polish.answered.toFixed(0)} ms`, '2 s'],
    ['stop during column generation, Curtois and Qu 12, slowest of five', await stoppingRows(curtoisProblem('12')), '2 s'],
    ['stop while a year of 60 residents is improved in stretches, slowest of five', await stoppingRows(generateHalfDays(60, { days: 364 })), '2 s'],
    ['event-loop delay of the caller, p99, search / polish', `${search.delay.toFixed(1)} / ${polish.delay.toFixed(1)} ms`, '50 ms'],
    ['same problem, seed and moves', await repeating(), '20 of 20'],
    ['one absence in a published 60-resident block', await mending(), '2 s, 2 %'],
    ['conflict in the impossible half-day of the 24-resident year', await naming(), '5 s'],
  ];
  return table(['what', 'measured', 'pass mark'], rows);
}
