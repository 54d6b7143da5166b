import type { Schedule } from '../schedule.ts';
import type { InrcInstance } from './inrc.ts';
import type { InrcContract, InrcLimit } from './inrc-text.ts';

const over = (value: number, limit: InrcLimit): number => Math.max(0, value - limit.value) * limit.weight;
const under = (value: number, limit: InrcLimit): number => Math.max(0, limit.value - value) * limit.weight;

/** Lengths of unbroken stretches of `true`. */
function stretches(states: readonly boolean[]): number[] {
  const text = states.map((state) => (state ? 'x' : ' ')).join('');
  return text.split(' ').filter((part) => part !== '').map((part) => part.length);
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Days of each weekend that begins in the horizon, cut at its end. */
function weekendsOf(instance: InrcInstance, contract: InrcContract): number[][] {
  return Array.from({ length: instance.days }, (_, day) => day)
    .filter((day) => (day + instance.firstWeekday) % 7 === contract.weekend[0])
    .map((day) => contract.weekend.map((_, k) => day + k).filter((d) => d < instance.days));
}

function weekendPenalty(row: readonly string[], weekends: readonly number[][], contract: InrcContract): number {
  let penalty = 0;
  for (const days of weekends) {
    const shifts = days.map((day) => row[day] ?? 'off');
    const changes = shifts.slice(1).filter((shift, k) => (shift === 'off') !== (shifts[k] === 'off')).length;
    penalty += changes * contract.completeWeekends;
    const different = shifts.flatMap((a) => shifts.filter((b) => a !== 'off' && b !== a));
    penalty += different.length * contract.identicalWeekend;
  }
  return penalty;
}

function patternPenalty(row: readonly string[], instance: InrcInstance, contract: InrcContract): number {
  const fits = (shift: string, wanted: string): boolean => (wanted === 'Any' ? shift !== 'off' : wanted === 'None' ? shift === 'off' : shift === wanted);
  return sum(
    instance.patterns.filter((pattern) => contract.patterns.includes(pattern.id)).map((pattern) => {
      const starts = row.flatMap((_, day) => (day + pattern.shifts.length <= row.length ? [day] : []));
      const right = starts.filter((day) => pattern.weekday === null || (day + instance.firstWeekday) % 7 === pattern.weekday);
      return right.filter((day) => pattern.shifts.every((wanted, k) => fits(row[day + k] ?? 'off', wanted))).length * pattern.weight;
    }),
  );
}

function contractPenalty(row: readonly string[], instance: InrcInstance, contract: InrcContract): number {
  const worked = row.map((shift) => shift !== 'off');
  const weekends = weekendsOf(instance, contract);
  const worksOn = weekends.map((days) => days.some((day) => worked[day] === true));
  const total = worked.filter(Boolean).length;
  const nights = weekends.filter((days) => {
    const first = days[0] ?? 0;
    return row[first - 1] === 'N' && days.length === contract.weekend.length && days.every((day) => worked[day] !== true);
  });
  return (
    over(total, contract.maxAssignments) + under(total, contract.minAssignments) +
    sum(stretches(worked).map((length) => over(length, contract.maxWork) + under(length, contract.minWork))) +
    sum(stretches(worked.map((on) => !on)).map((length) => over(length, contract.maxFree) + under(length, contract.minFree))) +
    sum(stretches(worksOn).map((length) => over(length, contract.maxWeekendRun) + under(length, contract.minWeekendRun))) +
    over(worksOn.filter(Boolean).length, contract.maxWeekends) +
    weekendPenalty(row, weekends, contract) + nights.length * contract.nightBeforeFreeWeekend + patternPenalty(row, instance, contract)
  );
}

/** Judges a roster by the competition's rules, independently of the engine: cover missed (hard), and the penalty. */
export function judgeInrc(instance: InrcInstance, roster: Schedule): { broken: number; penalty: number } {
  const shiftOf = (id: string, day: number): string => roster[id]?.[day] ?? 'off';
  const broken = sum(
    Array.from({ length: instance.days }, (_, day) =>
      sum(instance.shifts.map((shift) => {
        const need = sum(instance.cover.filter((c) => c.day === day && c.shift === shift.id).map((c) => c.need));
        return Math.abs(need - instance.employees.filter((employee) => shiftOf(employee.id, day) === shift.id).length);
      })),
    ),
  );
  const asked = instance.requests.filter(({ id, day, shift, on }) => {
    const has = shiftOf(id, day);
    return (shift === undefined ? has !== 'off' : has === shift) !== on;
  });
  const own = instance.employees.map((employee) => {
    const contract = instance.contracts.find((candidate) => candidate.id === employee.contract);
    const row = Array.from({ length: instance.days }, (_, day) => shiftOf(employee.id, day));
    const unskilled = row.filter((name) => instance.shifts.some((shift) => shift.id === name && !shift.skills.every((skill) => employee.skills.includes(skill))));
    return contract ? contractPenalty(row, instance, contract) + unskilled.length * contract.alternativeSkill : 0;
  });
  return { broken, penalty: sum(asked.map((request) => request.weight)) + sum(own) };
}
