import { solveExactly } from '@wardwright/engine/exact';
import { generateBlocks, generateHalfDays } from '@wardwright/engine/generate';
import { findImpossibleSlots } from '@wardwright/engine/explain';
import { lower } from '@wardwright/engine/lower';
import { table } from '../report.ts';
import { above, effort, effortHead, measure } from './measure.ts';

/** Best soft costs known for the generated half-day problems, from long reference runs. */
const CASES = [
  { residents: 24, days: 28, millions: 12, known: 65 },
  { residents: 60, days: 28, millions: 12, known: 296 },
  { residents: 24, days: 364, millions: 40, known: 1218 },
  { residents: 60, days: 364, millions: 40, known: 4136 },
  { residents: 100, days: 364, millions: 40, known: 5689 },
] as const;

/** Half-day blocks and years. */
export async function halfDays(): Promise<string> {
  const rows: string[][] = [];
  for (const { residents, days, millions, known } of CASES) {
    const problem = generateHalfDays(residents, { days });
    const impossible = findImpossibleSlots(lower(problem)).length;
    const run = await measure(problem, millions);
    rows.push([`${residents} residents × ${days} days`, String(impossible), String(run.hard), String(run.soft), `${known}`, above(run.soft, known), ...effort(run)]);
    console.log(rows.at(-1)?.join(' | '));
  }
  return table(['half-days', 'impossible half-days', 'hard', 'soft', 'reference', 'against it', ...effortHead], rows);
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
