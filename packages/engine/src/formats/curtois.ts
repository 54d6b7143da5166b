import type { Problem, ProblemInput } from '../problem/schema.ts';
import { requireProblem } from '../problem.ts';

/** A shift roster instance: days from a Monday, shifts with lengths, staff with contracts, requests and cover. */
export interface CurtoisInstance {
  readonly days: number;
  readonly shifts: readonly { readonly id: string; readonly minutes: number; readonly notBefore: readonly string[] }[];
  readonly staff: readonly CurtoisEmployee[];
  readonly daysOff: readonly { readonly id: string; readonly day: number }[];
  readonly requests: readonly { readonly id: string; readonly day: number; readonly shift: string; readonly weight: number; readonly on: boolean }[];
  readonly cover: readonly { readonly day: number; readonly shift: string; readonly need: number; readonly under: number; readonly over: number }[];
}

/** One person's contract. Consecutive limits and weekends are in days; minutes are totals over the horizon. */
export interface CurtoisEmployee {
  readonly id: string;
  readonly maxShifts: Readonly<Record<string, number>>;
  readonly maxMinutes: number;
  readonly minMinutes: number;
  readonly maxConsecutive: number;
  readonly minConsecutive: number;
  readonly minDaysOff: number;
  readonly maxWeekends: number;
}

function sectionsOf(text: string): Map<string, string[][]> {
  const sections = new Map<string, string[][]>();
  let current: string[][] = [];
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('SECTION_')) sections.set(line, (current = []));
    else current.push(line.split(','));
  }
  return sections;
}

function readEmployee([id = '', limits = '', ...numbers]: readonly string[]): CurtoisEmployee {
  const [maxMinutes = 0, minMinutes = 0, maxConsecutive = 0, minConsecutive = 0, minDaysOff = 0, maxWeekends = 0] = numbers.map(Number);
  const pairs = limits.split('|').map((part) => part.split('='));
  const maxShifts = Object.fromEntries(pairs.map(([shift = '', most = '0']) => [shift, Number(most)]));
  return { id, maxShifts, maxMinutes, minMinutes, maxConsecutive, minConsecutive, minDaysOff, maxWeekends };
}

/** Reads the text format of the Curtois and Qu shift scheduling benchmarks. */
export function readCurtois(text: string): CurtoisInstance {
  const sections = sectionsOf(text);
  const rows = (name: string): string[][] => sections.get(`SECTION_${name}`) ?? [];
  const request = (on: boolean) => ([id = '', day = '', shift = '', weight = '']: readonly string[]) => ({ id, day: Number(day), shift, weight: Number(weight), on });
  return {
    days: Number(rows('HORIZON')[0]?.[0]),
    shifts: rows('SHIFTS').map(([id = '', minutes = '', not = '']) => ({ id, minutes: Number(minutes), notBefore: not.split('|').filter(Boolean) })),
    staff: rows('STAFF').map(readEmployee),
    daysOff: rows('DAYS_OFF').flatMap(([id = '', ...days]) => days.map((day) => ({ id, day: Number(day) }))),
    requests: [...rows('SHIFT_ON_REQUESTS').map(request(true)), ...rows('SHIFT_OFF_REQUESTS').map(request(false))],
    cover: rows('COVER').map(([day, shift = '', need, under, over]) => ({
      day: Number(day), shift, need: Number(need), under: Number(under), over: Number(over),
    })),
  };
}

type Rule = NonNullable<ProblemInput['constraints']>[number];
const OFF = 'off';

/** People that share a number share a rule. */
function byNumber(staff: readonly CurtoisEmployee[], numberOf: (employee: CurtoisEmployee) => number): [number, string[]][] {
  const groups = new Map<number, string[]>();
  for (const employee of staff) groups.set(numberOf(employee), [...(groups.get(numberOf(employee)) ?? []), employee.id]);
  return [...groups];
}

function contractRules({ shifts, staff, days }: CurtoisInstance): Rule[] {
  const work = shifts.map((shift) => shift.id);
  const minutes = Object.fromEntries(shifts.map((shift) => [shift.id, shift.minutes]));
  const shortest = Math.min(...shifts.map((shift) => shift.minutes));
  const run = (id: string, ids: string[], of: 'on' | 'off', limits: { min?: number; max?: number }): Rule => ({
    id, title: id, type: 'consecutive', level: 'hard', params: { people: { ids }, activities: work, of, ...limits },
  });
  return [
    ...byNumber(staff, (e) => e.maxConsecutive).map(([max, ids]) => run(`at most ${max} days running`, ids, 'on', { max })),
    ...byNumber(staff, (e) => e.minConsecutive).map(([min, ids]) => run(`at least ${min} days running`, ids, 'on', { min })),
    ...byNumber(staff, (e) => e.minDaysOff).map(([min, ids]) => run(`at least ${min} days off running`, ids, 'off', { min })),
    ...byNumber(staff, (e) => e.maxWeekends).map(([max, ids]): Rule => ({
      id: `at most ${max} weekends`, title: `at most ${max} weekends`, type: 'count', level: 'hard', params: { activities: work, unit: 'weekend', bounds: [{ people: { ids }, max }] },
    })),
    ...staff.map((e): Rule => ({
      id: `minutes of ${e.id}`, title: `minutes of ${e.id}`, type: 'windowSum', level: 'hard',
      params: { people: { ids: [e.id] }, values: minutes, days, min: e.minMinutes, max: e.maxMinutes, per: shortest / 2, measure: 'minutes' },
    })),
    ...shifts.flatMap((shift): Rule[] => {
      const bounds = staff.filter((e) => (e.maxShifts[shift.id] ?? 0) > 0 && (e.maxShifts[shift.id] ?? 0) < days);
      if (bounds.length === 0) return [];
      return [{ id: `most ${shift.id}`, title: `most ${shift.id}`, type: 'count', level: 'hard', params: { activities: [shift.id], bounds: bounds.map((e) => ({ people: { ids: [e.id] }, max: e.maxShifts[shift.id] ?? 0 })) } }];
    }),
  ];
}

/** States an instance as a problem. One slot is a day; a schedule's soft cost is the benchmark's objective. */
export function problemOfCurtois(instance: CurtoisInstance): Problem {
  const { shifts, staff, days, daysOff, requests, cover } = instance;
  const able = staff.map((e) => ({ people: { ids: [e.id] }, activities: [OFF, ...shifts.map((s) => s.id).filter((id) => (e.maxShifts[id] ?? 0) > 0)] }));
  const constraints: Rule[] = [
    { id: 'able', title: 'shifts in the contract', type: 'eligibility', level: 'hard', params: { allow: able } },
    { id: 'away', title: 'days off', type: 'absence', level: 'hard', params: { items: daysOff.map(({ id, day }) => ({ person: id, fromSlot: day, toSlot: day + 1, activities: [OFF] })) } },
    ...shifts.filter((shift) => shift.notBefore.length > 0).map((shift): Rule => ({
      id: `after ${shift.id}`, title: `after ${shift.id}`, type: 'forbiddenSequence', level: 'hard', params: { steps: [{ activities: [shift.id] }, { activities: [...shift.notBefore] }] },
    })),
    ...contractRules(instance),
    {
      id: 'requests', title: 'requests', type: 'preference', level: 'soft',
      params: { items: requests.map(({ id, day, shift, weight, on }) => ({ person: id, fromSlot: day, activities: on ? [OFF, ...shifts.map((s) => s.id)].filter((name) => name !== shift) : [shift], cost: weight })) },
    },
    ...shifts.map((shift): Rule => ({
      id: `cover ${shift.id}`, title: `cover ${shift.id}`, type: 'capacity', level: 'soft',
      params: { activities: [shift.id], needs: cover.filter((c) => c.shift === shift.id).map((c) => ({ when: { slots: [c.day] }, min: c.need, max: c.need, underWeight: c.under, overWeight: c.over })) },
    })),
  ];
  return requireProblem({
    grid: { days }, people: staff.map(({ id }) => ({ id })), activities: [OFF, ...shifts.map((s) => s.id)].map((id) => ({ id })),
    constraints: constraints.filter((rule) => rule.type !== 'absence' || daysOff.length > 0),
  } satisfies ProblemInput);
}

export { judgeCurtois } from './curtois-judge.ts';
