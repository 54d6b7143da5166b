import { writeSection } from '../report.ts';
import { control } from './control.ts';
import { scale } from './measure.ts';
import { curtois, inrc } from './public.ts';
import { blockYears, halfDayPace, halfDays, yearReference } from './synthetic.ts';

const NOTE = `Seed 1 throughout; two threads; runs by the clock, search and polish shared out as the product does. Every schedule is judged by a
checker that shares no code with the optimiser. "Processors had" says what share of the two processors' time a run got: much below
100 % means that the machine was busy. "Stolen" is what the host of this virtual machine kept from its two processors meanwhile.
Peers' figures are the published ones (ten minutes on their machines); Curtois and Qu and INRC-I medium have 60 s (8 to 12 two or
three minutes where that is not enough), INRC-I sprint 10 s or 60 s.`;

const parts: [string, () => Promise<string>][] = [
  ['Control', control],
  ['Block years', blockYears],
  ['Half-days', halfDays],
  ['Pace of half-days', halfDayPace],
  ['Reference of a year', yearReference],
  ['INRC-I', inrc],
  ['Curtois and Qu', curtois],
];
const only = process.env.ENGINE_BENCH_ONLY?.split(',');
const written: string[] = [];
for (const [title, run] of parts) {
  if (only ? !only.includes(title) : title === 'Reference of a year') continue;
  written.push(`### ${title}\n\n${await run()}`);
  console.log(written.at(-1));
}
writeSection('Engine', [`Share of the full time spent: ${scale}. ${NOTE}`, ...written].join('\n\n'));
