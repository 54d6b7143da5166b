import { linesOf, readContract, readPattern, sectionOf } from './inrc-text.ts';
import type { InrcContract, InrcPattern } from './inrc-text.ts';

export { judgeInrc } from './inrc-judge.ts';
export { problemOfInrc } from './inrc-problem.ts';

/** A competition instance: four weeks, shifts with skills, contracts with soft limits, cover and requests. */
export interface InrcInstance {
  readonly days: number;
  /** 0 is Monday. */
  readonly firstWeekday: number;
  readonly shifts: readonly { readonly id: string; readonly skills: readonly string[] }[];
  readonly contracts: readonly InrcContract[];
  readonly patterns: readonly InrcPattern[];
  readonly employees: readonly { readonly id: string; readonly contract: string; readonly skills: readonly string[] }[];
  /** People needed per shift and day. */
  readonly cover: readonly { readonly day: number; readonly shift: string; readonly need: number }[];
  /** Requests; a day request has no shift. */
  readonly requests: readonly { readonly id: string; readonly day: number; readonly shift?: string; readonly on: boolean; readonly weight: number }[];
}

const DAY_MS = 86_400_000;
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Reads the text format of the first international nurse rostering competition. */
export function readInrc(text: string): InrcInstance {
  const [, from = '', to = ''] = linesOf(text, 'SCHEDULING_PERIOD')[0] ?? [];
  const start = Date.parse(`${from}T00:00:00Z`);
  const dayOf = (date: string): number => Math.round((Date.parse(`${date}T00:00:00Z`) - start) / DAY_MS);
  const days = dayOf(to) + 1;
  const firstWeekday = (new Date(start).getUTCDay() + 6) % 7;
  const weekly = linesOf(text, 'DAY_OF_WEEK_COVER');
  const dated = linesOf(text, 'DATE_SPECIFIC_COVER');
  const cover = Array.from({ length: days }, (_, day) => {
    const name = WEEKDAYS[(day + firstWeekday) % 7];
    const special = dated.filter(([date = '']) => dayOf(date) === day);
    return (special.length > 0 ? special : weekly.filter(([weekday]) => weekday === name)).map(([, shift = '', need]) => ({ day, shift, need: Number(need) }));
  }).flat();
  const dayRequest = (on: boolean) => ([id = '', date = '', weight]: readonly string[]) => ({ id, day: dayOf(date), on, weight: Number(weight) });
  const shiftRequest = (on: boolean) => ([id = '', date = '', shift = '', weight]: readonly string[]) => ({ id, day: dayOf(date), shift, on, weight: Number(weight) });
  return {
    days,
    firstWeekday,
    shifts: sectionOf(text, 'SHIFT_TYPES').map((line) => {
      const [id = '', , , , , skills = ''] = line.split(',').map((part) => part.trim());
      return { id, skills: skills.split(/\s+/).filter((skill) => skill !== '') };
    }),
    contracts: sectionOf(text, 'CONTRACTS').map(readContract),
    patterns: sectionOf(text, 'PATTERNS').map(readPattern),
    employees: linesOf(text, 'EMPLOYEES').map(([id = '', , contract = '', , ...skills]) => ({ id, contract, skills })),
    cover,
    requests: [
      ...linesOf(text, 'DAY_OFF_REQUESTS').map(dayRequest(false)),
      ...linesOf(text, 'DAY_ON_REQUESTS').map(dayRequest(true)),
      ...linesOf(text, 'SHIFT_OFF_REQUESTS').map(shiftRequest(false)),
      ...linesOf(text, 'SHIFT_ON_REQUESTS').map(shiftRequest(true)),
    ],
  };
}
