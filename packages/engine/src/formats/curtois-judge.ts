import type { Schedule } from '../schedule.ts';
import type { CurtoisEmployee, CurtoisInstance } from './curtois.ts';

/** Lengths of the maximal runs of a state, and whether each touches an end of the horizon. */
function runs(worked: readonly boolean[], state: boolean): { length: number; edge: boolean }[] {
  const found: { length: number; edge: boolean }[] = [];
  let start = 0;
  for (let day = 1; day <= worked.length; day++) {
    if (day < worked.length && worked[day] === worked[start]) continue;
    if (worked[start] === state) found.push({ length: day - start, edge: start === 0 || day === worked.length });
    start = day;
  }
  return found;
}

function breaches(instance: CurtoisInstance, employee: CurtoisEmployee, row: readonly string[]): number {
  const lengthOf = new Map(instance.shifts.map((shift) => [shift.id, shift.minutes]));
  const worked = row.map((shift) => lengthOf.has(shift));
  const minutes = row.reduce((sum, shift) => sum + (lengthOf.get(shift) ?? 0), 0);
  const on = runs(worked, true);
  const weekends = row.filter((_, day) => day % 7 === 5 && (worked[day] === true || worked[day + 1] === true)).length;
  const shifts = instance.shifts.map((shift) => row.filter((name) => name === shift.id).length > (employee.maxShifts[shift.id] ?? 0));
  const followed = row.filter((shift, day) => {
    const before = instance.shifts.find((candidate) => candidate.id === row[day - 1]);
    return before?.notBefore.includes(shift) === true;
  });
  const away = instance.daysOff.filter((off) => off.id === employee.id && worked[off.day] === true);
  return (
    shifts.filter(Boolean).length + followed.length + away.length +
    Number(minutes > employee.maxMinutes) + Number(minutes < employee.minMinutes) + Number(weekends > employee.maxWeekends) +
    on.filter((run) => run.length > employee.maxConsecutive).length +
    on.filter((run) => !run.edge && run.length < employee.minConsecutive).length +
    runs(worked, false).filter((run) => !run.edge && run.length < employee.minDaysOff).length
  );
}

/** Judges a roster by the published rules, independently of the engine: rules broken, and the objective. */
export function judgeCurtois(instance: CurtoisInstance, roster: Schedule): { broken: number; objective: number } {
  const shiftOf = (id: string, day: number): string => roster[id]?.[day] ?? 'off';
  const broken = instance.staff.reduce((sum, employee) => {
    const row = Array.from({ length: instance.days }, (_, day) => shiftOf(employee.id, day));
    return sum + breaches(instance, employee, row);
  }, 0);
  const asked = instance.requests
    .filter((request) => (shiftOf(request.id, request.day) === request.shift) !== request.on)
    .reduce((sum, request) => sum + request.weight, 0);
  const covered = instance.cover.reduce((sum, { day, shift, need, under, over }) => {
    const present = instance.staff.filter((employee) => shiftOf(employee.id, day) === shift).length;
    return sum + Math.max(0, need - present) * under + Math.max(0, present - need) * over;
  }, 0);
  return { broken, objective: asked + covered };
}
