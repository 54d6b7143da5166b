import type { ProblemInput } from '../problem/schema.ts';

/** Residents one member of faculty can supervise, by activity. */
export const LOAD: Readonly<Record<string, number>> = { ward: 5, icu: 4, clinic: 4, procedure: 2, consult: 3 };

type Rule = NonNullable<ProblemInput['constraints']>[number];
interface Limit {
  readonly min: number;
  readonly target: number;
  readonly max: number;
}

type Limits = Readonly<Record<string, readonly [min: number, target: number, max: number]>>;

/** Numbers for 24 residents; activities left out have no limits then. */
const WEEKDAY: Limits = { ward: [3, 5, 6], icu: [1, 2, 4], ed: [1, 2, 3], clinic: [1, 4, 6], procedure: [0, 1, 2], consult: [1, 2, 3] };
const WEEKEND: Limits = { ward: [1, 2, 6], icu: [1, 1, 4], ed: [1, 2, 3] };
const TEACHING: Limits = { ward: [1, 1, 6], icu: [1, 2, 4], ed: [1, 2, 3], teaching: [6, 10, Infinity] };
const SIMULATION: Limits = { ...WEEKDAY, simulation: [0, 1, 4] };
const NIGHT = { night: [3, 3, 3] } as const;

function limitsAt(weekday: number, afternoon: boolean): Limits {
  if (weekday >= 5) return afternoon ? { ...WEEKEND, ...NIGHT } : WEEKEND;
  if (weekday === 2 && afternoon) return { ...TEACHING, ...NIGHT };
  if (weekday === 3 && !afternoon) return SIMULATION;
  return afternoon ? { ...WEEKDAY, ...NIGHT } : WEEKDAY;
}

function scaled([min, target, max]: readonly [number, number, number], scale: number, residents: number): Limit {
  const n = (value: number): number => (value === 0 ? 0 : Math.max(1, Math.round(value * scale)));
  return { min: n(min), target: n(target), max: max === Infinity ? residents : n(max) };
}

/** One staffing rule per activity, with a need for each half-day of the week. */
export function activityLimits(days: number, scale: number, residents: number): Rule[] {
  const needs = new Map<string, { when: { weekdays: number[]; slotsOfDay: number[]; toDay: number }; min: number; target: number; max: number }[]>();
  for (let half = 0; half < 14; half++) {
    const weekday = Math.floor(half / 2);
    for (const [name, limit] of Object.entries(limitsAt(weekday, half % 2 === 1))) {
      const list = needs.get(name) ?? [];
      list.push({ when: { weekdays: [weekday], slotsOfDay: [half % 2], toDay: days }, ...scaled(limit, scale, residents) });
      needs.set(name, list);
    }
  }
  return [...needs].map(([name, list]) => ({
    id: `staffing-${name}`, title: `Staffing: ${name}`, type: 'capacity', level: 'hard',
    params: { activities: [name], people: { groups: ['residents'] }, needs: list, targetWeight: 2 },
  }));
}
