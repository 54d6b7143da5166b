import type { PeopleSelector, SlotSelector } from '../problem/selectors.ts';
import type { Problem } from '../problem/schema.ts';
import type { Schedule } from '../schedule.ts';

/** A schedule laid out for reading: who does what when, history at negative slots. */
export interface Board {
  readonly problem: Problem;
  readonly firstSlot: number;
  readonly endSlot: number;
  at(person: string, slot: number): string;
  people(selector: PeopleSelector | undefined): string[];
  names(slot: number, selector: SlotSelector | undefined): boolean;
  weekday(day: number): number;
}

/** What a rule found: units of violation, and soft points that come on top whatever the rule's level. */
export interface Found {
  readonly units: number;
  readonly soft?: number;
}

/** Slots that the selectors of a problem name: the same for every schedule, and dear to read again and again. */
const knownNames = new WeakMap<Problem, Map<SlotSelector, ReadonlySet<number>>>();

function namedIn(problem: Problem): Map<SlotSelector, ReadonlySet<number>> {
  const named = knownNames.get(problem) ?? new Map<SlotSelector, ReadonlySet<number>>();
  knownNames.set(problem, named);
  return named;
}

/** Lays out a schedule. */
export function boardOf(problem: Problem, schedule: Schedule): Board {
  const { grid } = problem;
  const rest = problem.activities[0]?.id ?? '';
  const past = new Map(problem.history.map((cell) => [`${cell.person}/${cell.slot}`, cell.activity]));
  const weekday = (day: number): number => (((day + grid.firstWeekday) % 7) + 7) % 7;
  const named = namedIn(problem);
  const isNamed = (slot: number, selector: SlotSelector): boolean => {
    const day = Math.floor(slot / grid.slotsPerDay);
    const checks = [
      !selector.slots || selector.slots.includes(slot),
      selector.fromDay === undefined || day >= selector.fromDay,
      selector.toDay === undefined || day < selector.toDay,
      !selector.days || selector.days.includes(day),
      !selector.weekdays || selector.weekdays.includes(weekday(day)),
      !selector.slotsOfDay || selector.slotsOfDay.includes(slot - day * grid.slotsPerDay),
    ];
    return checks.every(Boolean);
  };
  return {
    problem,
    firstSlot: -grid.historyDays * grid.slotsPerDay,
    endSlot: grid.days * grid.slotsPerDay,
    at: (person, slot) => (slot < 0 ? past.get(`${person}/${slot}`) : schedule[person]?.[slot]) ?? rest,
    people: (selector) =>
      problem.people
        .filter((person) => {
          if (!selector?.ids && !selector?.groups) return true;
          return selector.ids?.includes(person.id) === true || person.groups.some((group) => selector.groups?.includes(group));
        })
        .map((person) => person.id),
    names(slot, selector) {
      if (!selector) return true;
      const slots = named.get(selector) ?? new Set(slotsFrom(-grid.historyDays * grid.slotsPerDay, grid.days * grid.slotsPerDay).filter((one) => isNamed(one, selector)));
      named.set(selector, slots);
      return slots.has(slot);
    },
    weekday,
  };
}

/** The planned slots, or all of them with the history. */
export const slotsFrom = (first: number, end: number): number[] => Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
