import type { Problem, ProblemInput } from '../problem/schema.ts';
import { requireProblem } from '../problem.ts';
import type { InrcInstance } from './inrc.ts';
import type { InrcContract, InrcLimit } from './inrc-text.ts';

type Rule = NonNullable<ProblemInput['constraints']>[number];
type Params = Record<string, unknown>;
const OFF = 'off';

function rule(id: string, type: string, weight: number, params: Params): Rule[] {
  return weight > 0 ? [{ id, title: id, type, level: 'soft', weight, params } as Rule] : [];
}

function runRules(contract: InrcContract, people: { ids: string[] }, work: string[]): Rule[] {
  const weekend = { start: contract.weekend[0] ?? 5, days: contract.weekend.length };
  const run = (name: string, { weight, value }: InrcLimit, key: 'min' | 'max', extra: Params): Rule[] =>
    rule(`${name} (${contract.id})`, 'consecutive', weight, { people, activities: work, [key]: value, openStart: false, openEnd: false, ...extra });
  return [
    ...run('longest work', contract.maxWork, 'max', {}),
    ...run('shortest work', contract.minWork, 'min', {}),
    ...run('longest rest', contract.maxFree, 'max', { of: 'off' }),
    ...run('shortest rest', contract.minFree, 'min', { of: 'off' }),
    ...run('most weekends running', contract.maxWeekendRun, 'max', { unit: 'weekend', weekend }),
    ...run('least weekends running', contract.minWeekendRun, 'min', { unit: 'weekend', weekend }),
  ];
}

function contractRules(contract: InrcContract, instance: InrcInstance): Rule[] {
  const ids = instance.employees.filter((employee) => employee.contract === contract.id).map((employee) => employee.id);
  if (ids.length === 0) return [];
  const people = { ids };
  const work = instance.shifts.map((shift) => shift.id);
  const weekend = { start: contract.weekend[0] ?? 5, days: contract.weekend.length };
  const name = (text: string): string => `${text} (${contract.id})`;
  const count = (text: string, { weight, value }: InrcLimit, key: 'min' | 'max', extra: Params): Rule[] =>
    rule(name(text), 'count', weight, { activities: work, bounds: [{ people, [key]: value }], ...extra });
  const night = work.filter((shift) => shift === 'N');
  const beforeWeekend = ((weekend.start + 6) % 7 + 7) % 7;
  const free = contract.weekend.map(() => ({ activities: [OFF] }));
  return [
    ...count('most assignments', contract.maxAssignments, 'max', {}),
    ...count('least assignments', contract.minAssignments, 'min', {}),
    ...count('most weekends', contract.maxWeekends, 'max', { unit: 'weekend', weekend }),
    ...runRules(contract, people, work),
    ...rule(name('whole weekends'), 'weekendPattern', contract.completeWeekends, { people, work, weekend, want: 'complete' }),
    ...rule(name('one shift per weekend'), 'weekendPattern', contract.identicalWeekend, { people, work, weekend, want: 'identical' }),
    ...(night.length === 0 ? [] : rule(name('night before free weekend'), 'forbiddenSequence', contract.nightBeforeFreeWeekend, {
      people, steps: [{ activities: night }, ...free], when: { weekdays: [beforeWeekend] },
    })),
    ...instance.patterns.filter((pattern) => contract.patterns.includes(pattern.id)).flatMap((pattern) =>
      rule(name(`unwanted ${pattern.id}`), 'forbiddenSequence', pattern.weight, {
        people,
        steps: pattern.shifts.map((shift) => (shift === 'Any' ? { not: [OFF] } : { activities: [shift === 'None' ? OFF : shift] })),
        ...(pattern.weekday === null ? {} : { when: { weekdays: [pattern.weekday] } }),
      }),
    ),
  ];
}

function skillRules(instance: InrcInstance): Rule[] {
  return instance.employees.flatMap((employee) => {
    const weight = instance.contracts.find((contract) => contract.id === employee.contract)?.alternativeSkill ?? 0;
    const able = instance.shifts.filter((shift) => shift.skills.every((skill) => employee.skills.includes(skill))).map((shift) => shift.id);
    if (able.length === instance.shifts.length) return [];
    return rule(`skill of ${employee.id}`, 'eligibility', weight, { allow: [{ people: { ids: [employee.id] }, activities: [OFF, ...able] }] });
  });
}

/** States an instance as a problem: one slot is a day, cover is hard, the soft cost is the competition's penalty. */
export function problemOfInrc(instance: InrcInstance): Problem {
  const { shifts, employees, cover, days, firstWeekday, requests } = instance;
  const work = shifts.map((shift) => shift.id);
  const wanted = requests.map(({ id, day, shift, on, weight }) => {
    const activities = on ? (shift === undefined ? [OFF] : [OFF, ...work].filter((name) => name !== shift)) : shift === undefined ? work : [shift];
    return { person: id, fromSlot: day, activities, cost: weight };
  });
  const constraints: Rule[] = [
    ...work.map((shift): Rule => ({
      id: `cover ${shift}`, title: `cover ${shift}`, type: 'capacity', level: 'hard',
      params: {
        activities: [shift],
        needs: Array.from({ length: days }, (_, day) => {
          const need = cover.filter((entry) => entry.day === day && entry.shift === shift).reduce((sum, entry) => sum + entry.need, 0);
          return { when: { slots: [day] }, min: need, max: need };
        }),
      },
    })),
    ...instance.contracts.flatMap((contract) => contractRules(contract, instance)),
    ...skillRules(instance),
    ...(wanted.length === 0 ? [] : rule('requests', 'preference', 1, { items: wanted })),
  ];
  return requireProblem({
    grid: { days, firstWeekday }, people: employees.map(({ id }) => ({ id })), activities: [OFF, ...work].map((id) => ({ id })), constraints,
  } satisfies ProblemInput);
}
