import { solveExactly } from '@wardwright/engine/exact';
import { generateBlocks, generateHalfDays } from '@wardwright/engine/generate';
import { findImpossibleSlots } from '@wardwright/engine/explain';
import { lower } from '@wardwright/engine/lower';
import { table } from '../report.ts';
import { above, effort, effortHead, measure, wanted } from './measure.ts';

/** Soft costs that plain annealing with exact polishing has reached in 60 s (24 residents × 364 days: 170 s), and what is aimed at. */
const CASES = [
  { residents: 24, days: 28, known: 65, marks: { 10: '82', 60: '67' } },
  { residents: 60, days: 28, known: 296, marks: { 10: '340', 60: '300' } },
  { residents: 24, days: 364, known: 1218, marks: { 10: '–', 60: '1218' } },
  { residents: 60, days: 364, known: 4136, marks: { 10: '–', 60: '3722' } },
  { residents: 100, days: 364, known: 5689, marks: { 10: '–', 60: '0 hard, 200 MB' } },
] as const;

/** Half-day blocks and years, with two time budgets. */
export async function halfDays(): Promise<string> {
  const rows: string[][] = [];
  for (const { residents, days, known, marks } of CASES) {
    if (!wanted(`${residents}x${days}`)) continue;
    const problem = generateHalfDays(residents, { days });
    const impossible = findImpossibleSlots(lower(problem)).length;
    for (const seconds of [10, 60] as const) {
      const run = await measure(problem, seconds);
      rows.push([
        `${residents} residents × ${days} days`, `${seconds} s`, String(impossible), String(run.hard), String(run.soft), marks[seconds], `${known}`,
        above(run.soft, known), run.memory.toFixed(0), ...effort(run),
      ]);
      console.log(rows.at(-1)?.join(' | '));
    }
  }
  return table(['half-days', 'time', 'impossible half-days', 'hard', 'soft', 'mark', 'reference', 'against it', 'RSS MB', ...effortHead], rows);
}

/** Block years, proved optimal. */
export async function blockYears(): Promise<string> {
  const rows: string[][] = [];
  for (const residents of [24, 60]) {
    const lowered = lower(generateBlocks(residents));
    const before = process.cpuUsage();
    const result = await solveExactly(lowered, { seconds: 300 });
    const used = process.cpuUsage(before);
    rows.push([`${residents} residents × 13 blocks`, result.status, String(result.objective), String(result.bound), ((used.user + used.system) / 1e6).toFixed(1)]);
    console.log(rows.at(-1)?.join(' | '));
  }
  return table(['blocks', 'status', 'soft', 'bound', 'CPU s'], rows);
}
