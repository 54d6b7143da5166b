import type { Problem, ProblemInput } from '../problem/schema.ts';
import { requireProblem } from '../problem.ts';
import { randomOf } from '../random.ts';
import { activityLimits, LOAD } from './half-day-limits.ts';

const ACTIVITIES = ['off', 'ward', 'icu', 'ed', 'clinic', 'procedure', 'consult', 'teaching', 'night', 'research', 'simulation', 'vacation'];
const HOURS: Record<string, number> = { ward: 5, icu: 6, ed: 6, clinic: 5, procedure: 5, consult: 5, teaching: 5, night: 15, research: 5, simulation: 5 };
const ROTATIONS: Record<string, string[]> = {
  ward: ['ward', 'clinic', 'teaching', 'night'],
  icu: ['icu', 'night', 'teaching'],
  ed: ['ed', 'teaching', 'simulation'],
  ambulatory: ['clinic', 'procedure', 'consult', 'teaching', 'night', 'simulation'],
  elective: ['research', 'procedure', 'consult', 'clinic', 'teaching', 'night', 'simulation'],
  consult: ['consult', 'clinic', 'teaching', 'night'],
};
const MIX: readonly [string, number][] = [['ward', 7], ['icu', 4], ['ed', 4], ['ambulatory', 4], ['consult', 2], ['elective', 3]];
const AROUND_THE_CLOCK = ['ward', 'icu', 'ed'];
const WEEK = 7;
const BLOCK = 28;

type Rule = NonNullable<ProblemInput['constraints']>[number];
interface Plan {
  readonly residents: readonly string[];
  readonly faculty: readonly string[];
  readonly days: number;
  readonly scale: number;
  readonly rotation: readonly (readonly string[])[];
  readonly vacation: readonly Uint8Array[];
}

const rounded = (scale: number, value: number): number => Math.max(1, Math.round(value * scale));

function rotationsOf(residents: number, blocks: number, scale: number): string[][] {
  const places = MIX.flatMap(([name, n]) => Array.from({ length: Math.round(n * scale) }, () => name));
  while (places.length < residents) places.push('elective');
  const shift = Math.max(1, Math.round(5 * scale));
  return Array.from({ length: residents }, (_, i) => Array.from({ length: blocks }, (_unused, b) => places.slice(0, residents)[(i + b * shift) % residents] as string));
}

function vacationsOf(rotation: readonly (readonly string[])[], days: number, random: () => number): Uint8Array[] {
  return rotation.map((blocks) => {
    const away = new Uint8Array(days);
    blocks.forEach((name, b) => {
      if (!['ambulatory', 'elective', 'consult'].includes(name) || random() >= 0.3) return;
      const from = b * BLOCK + Math.floor(random() * 4) * WEEK;
      away.fill(1, from, from + WEEK);
    });
    return away;
  });
}

/** What a rotation lets its residents do, by part of the week. */
function eligibleIn(person: string, rotation: string, block: number) {
  const people = { ids: [person] };
  const span = { fromDay: block * BLOCK, toDay: (block + 1) * BLOCK };
  const own = ROTATIONS[rotation] ?? [];
  const always = ['off', ...own.filter((name) => AROUND_THE_CLOCK.includes(name))];
  const office = own.filter((name) => ![...AROUND_THE_CLOCK, 'teaching', 'night', 'simulation'].includes(name));
  return [
    { people, when: span, activities: always },
    { people, when: { ...span, weekdays: [0, 1, 3, 4] }, activities: office },
    { people, when: { ...span, weekdays: [2], slotsOfDay: [0] }, activities: office },
    { people, when: { ...span, weekdays: [2], slotsOfDay: [1] }, activities: own.filter((name) => name === 'teaching') },
    { people, when: { ...span, slotsOfDay: [1] }, activities: own.filter((name) => name === 'night') },
    { people, when: { ...span, weekdays: [3], slotsOfDay: [0] }, activities: own.filter((name) => name === 'simulation') },
  ].filter((entry) => entry.activities.length > 0);
}

function facultyRules(faculty: readonly string[], days: number, random: () => number): Rule[] {
  const present = faculty.map(() =>
    Array.from({ length: 2 * days }, (_, slot) => slot).filter((slot) => random() < (Math.floor(slot / 2) % WEEK >= 5 ? 0.45 : 0.88)),
  );
  const skills = (f: number): string[] =>
    f % 2 === 1 ? ['ward', 'icu', 'consult'] : f % 4 === 0 ? ['clinic', 'procedure', 'consult', 'ward'] : ['clinic', 'procedure', 'ward', 'icu'];
  const weeks = Array.from({ length: days / WEEK }, (_, w) => ({ fromDay: w * WEEK, toDay: (w + 1) * WEEK, max: 9, people: { groups: ['faculty'] } }));
  return [
    {
      id: 'faculty-eligibility', title: 'Faculty skills and presence', type: 'eligibility', level: 'hard',
      params: {
        allow: [
          { people: { groups: ['faculty'] }, activities: ['off'] },
          ...faculty.map((id, f) => ({ people: { ids: [id] }, when: { slots: present[f] ?? [] }, activities: skills(f) })),
        ],
      },
    },
    { id: 'faculty-week', title: 'Sessions per week', type: 'count', level: 'hard', params: { activities: Object.keys(HOURS), bounds: weeks } },
  ];
}

/** Days each person asks to have off, drawn in the order of people and days. */
function dayOffWishes(plan: Plan, random: () => number): Rule {
  const items = plan.residents.flatMap((person, i) =>
    Array.from({ length: plan.days }, (_, day) => day).flatMap((day) => {
      if (plan.vacation[i]?.[day] === 1 || random() >= 0.16) return [];
      return [{ person, fromSlot: 2 * day, toSlot: 2 * day + 2, activities: ACTIVITIES.slice(1), cost: 1 + Math.floor(random() * 5) }];
    }),
  );
  return { id: 'off-requests', title: 'Days off asked for', type: 'preference', level: 'soft', params: { items } };
}

const awayDays = (plan: Plan, i: number, from: number, to: number): number =>
  plan.vacation[i]?.subarray(from, to).reduce((sum, bit) => sum + bit, 0) ?? 0;

function fairNights(plan: Plan): Rule {
  const nights = BLOCK * rounded(plan.scale, 3);
  const mayCall = (i: number, b: number): boolean => ROTATIONS[plan.rotation[i]?.[b] ?? '']?.includes('night') ?? false;
  const bounds = Array.from({ length: plan.days / BLOCK }, (_, b) => b).flatMap((b) => {
    const presence = (i: number): number => (BLOCK - awayDays(plan, i, b * BLOCK, (b + 1) * BLOCK)) / BLOCK;
    const eligible = plan.residents.reduce((sum, _, i) => (mayCall(i, b) ? sum + presence(i) : sum), 0);
    return plan.residents.map((id, i) => {
      const fair = mayCall(i, b) ? (nights / eligible) * presence(i) : 0;
      return { people: { ids: [id] }, fromDay: b * BLOCK, toDay: (b + 1) * BLOCK, min: Math.floor(fair), max: Math.ceil(fair) };
    });
  });
  return { id: 'fair-nights', title: 'Fair share of nights', type: 'count', level: 'soft', weight: 4, params: { activities: ['night'], bounds } };
}

function weeklyClinic(plan: Plan): Rule {
  const bounds = plan.residents.flatMap((id, i) =>
    Array.from({ length: plan.days / WEEK }, (_, w) => w).flatMap((w) => {
      const exempt = ['icu', 'ed'].includes(plan.rotation[i]?.[Math.floor(w / 4)] ?? '') || awayDays(plan, i, w * WEEK, (w + 1) * WEEK) > 0;
      return exempt ? [] : [{ people: { ids: [id] }, fromDay: w * WEEK, toDay: (w + 1) * WEEK, min: 1 }];
    }),
  );
  return { id: 'weekly-clinic', title: 'Own clinic every week', type: 'count', level: 'soft', weight: 3, params: { activities: ['clinic'], bounds } };
}

/** Rules that are the same for everybody. */
function commonRules(): Rule[] {
  const residents = { groups: ['residents'] };
  const work = Object.keys(HOURS);
  const rest = (after: number, id: string): Rule => ({
    id, title: 'Rest after a night', type: 'forbiddenSequence', level: 'hard',
    params: { people: residents, steps: [{ activities: ['night'] }, { after, not: ['off', 'vacation'] }], when: { slotsOfDay: [1] } },
  });
  return [
    { id: 'eighty-hours', title: '80 hours a week over 4 weeks', type: 'windowSum', level: 'hard', params: { people: residents, values: HOURS, days: 28, step: 7, max: 320, per: 5 } },
    { id: 'one-in-seven', title: 'One day in seven free', type: 'windowFree', level: 'hard', params: { people: residents, work, carry: ['night'], days: 7 } },
    rest(1, 'post-call-morning'),
    rest(2, 'post-call-afternoon'),
    { id: 'every-third-night', title: 'At most every third night', type: 'spacing', level: 'hard', params: { people: residents, activities: ['night'], days: 3 } },
    {
      id: 'half-day-switch', title: 'Same work all day', type: 'continuity', level: 'soft',
      params: { people: residents, activities: ['ward', 'icu', 'ed', 'clinic', 'procedure', 'consult', 'research'], except: ['off', 'night', 'teaching', 'simulation'], when: { slotsOfDay: [0] } },
    },
    ...Object.entries(LOAD).map(([name, capacity]): Rule => ({
      id: `supervision-${name}`, title: `Supervision: ${name}`, type: 'supervision', level: 'hard',
      params: { supervised: [{ people: residents, activities: [name], load: 1 }], supervisors: { people: { groups: ['faculty'] }, activities: [name] }, capacity, count: 'load' },
    })),
  ];
}

/**
 * A synthetic programme of residents and faculty in half-days: rotations by 28-day block, vacations, supervision,
 * duty hours, nights, clinics and wishes. `days` must be a multiple of 28. The same numbers give the same problem.
 */
export function generateHalfDays(residents: number, { days = BLOCK, seed = 7 }: { days?: number; seed?: number } = {}): Problem {
  const random = randomOf(seed);
  const scale = residents / 24;
  const rotation = rotationsOf(residents, days / BLOCK, scale);
  const vacation = vacationsOf(rotation, days, random);
  const names = (prefix: string, n: number): string[] => Array.from({ length: n }, (_, i) => `${prefix}${i + 1}`);
  const plan: Plan = { residents: names('R', residents), faculty: names('F', Math.round(12 * scale)), days, scale, rotation, vacation };
  const wishes = dayOffWishes(plan, random);
  const away = plan.residents.flatMap((person, i) =>
    Array.from({ length: days }, (_, day) => day).flatMap((day) =>
      vacation[i]?.[day] === 1 ? [{ person, fromSlot: 2 * day, toSlot: 2 * day + 2, activities: ['vacation'] }] : [],
    ),
  );
  const allow = plan.residents.flatMap((id, i) => (rotation[i] ?? []).flatMap((name, b) => eligibleIn(id, name, b)));
  const constraints: Rule[] = [
    { id: 'eligibility', title: 'Rotations', type: 'eligibility', level: 'hard', params: { allow } },
    { id: 'vacations', title: 'Vacations', type: 'absence', level: 'hard', params: { items: away } },
    ...activityLimits(days, scale, residents),
    ...commonRules(),
    wishes,
    weeklyClinic(plan),
    fairNights(plan),
    ...facultyRules(plan.faculty, days, random),
  ];
  return requireProblem({
    title: `${residents} residents, ${days} days`,
    grid: { days, slotsPerDay: 2 },
    people: [...plan.residents.map((id) => ({ id, groups: ['residents'] })), ...plan.faculty.map((id) => ({ id, groups: ['faculty'] }))],
    activities: ACTIVITIES.map((id) => ({ id })),
    constraints,
  } satisfies ProblemInput);
}
