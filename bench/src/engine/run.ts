import { writeSection } from '../report.ts';
import { control } from './control.ts';
import { scale } from './measure.ts';
import { curtois, inrc } from './public.ts';
import { blockYears, halfDays } from './synthetic.ts';

const NOTE = `Seed 1 throughout; two threads; budgets are numbers of moves, so the schedules can be had again. Every schedule is judged by
a checker that shares no code with the optimiser. "CPU s per thread" is what a run takes on two free cores; wall seconds and
the load beside them say how busy the machine was. Peers' figures are the published ones (ten minutes on their machines).`;

const parts: [string, () => Promise<string>][] = [
  ['Control', control],
  ['Block years, exact', blockYears],
  ['Half-days', halfDays],
  ['INRC-I', inrc],
  ['Curtois and Qu', curtois],
];
const only = process.env.ENGINE_BENCH_ONLY?.split(',');
const written: string[] = [];
for (const [title, run] of parts) {
  if (only && !only.includes(title)) continue;
  written.push(`### ${title}\n\n${await run()}`);
  console.log(written.at(-1));
}
writeSection('Engine', [`Share of the full budgets spent: ${scale}. ${NOTE}`, ...written].join('\n\n'));
