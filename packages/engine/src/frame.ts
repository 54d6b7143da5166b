import type { PeopleSelector, SlotSelector } from './problem/selectors.ts';
import type { Problem } from './problem/schema.ts';

/** One hard unit weighs as much as 2^32 soft points, so one number carries both scores exactly. */
export const HARD = 2 ** 32;

/** The hard and soft halves of a packed cost. Soft totals stay below 2^31 in size. */
export function unpack(cost: number): { hard: number; soft: number } {
  const hard = Math.round(cost / HARD);
  return { hard, soft: cost - hard * HARD };
}

/**
 * A problem with names turned into numbers. Slots are numbered from the start of the history, so
 * slot `history` is the first planned one; that keeps every rule that looks back free of special cases.
 */
export interface Frame {
  readonly problem: Problem;
  readonly people: number;
  readonly activities: number;
  /** History slots before the planned ones. */
  readonly history: number;
  /** History and planned slots together. */
  readonly slots: number;
  readonly perDay: number;
  readonly personIndex: ReadonlyMap<string, number>;
  readonly activityIndex: ReadonlyMap<string, number>;
  selectPeople(selector?: PeopleSelector): number[];
  /** Internal slots a selector names; history only when asked for. */
  selectSlots(selector?: SlotSelector, withHistory?: boolean): number[];
  /** 1 for every activity in the list, 0 for the others. */
  mask(names: readonly string[]): Uint8Array;
  weekdayOf(slot: number): number;
}

const lookUp = (index: ReadonlyMap<string, number>, name: string): number => {
  const found = index.get(name);
  if (found === undefined) throw new Error(`There is no "${name}" in this problem.`);
  return found;
};

const misses = (set: ReadonlySet<number> | undefined, value: number): boolean => set?.has(value) === false;

function slotTest(selector: SlotSelector, problem: Problem): (slot: number) => boolean {
  const perDay = problem.grid.slotsPerDay;
  const weekday = (day: number): number => (((day + problem.grid.firstWeekday) % 7) + 7) % 7;
  const sets = {
    slots: selector.slots && new Set(selector.slots),
    days: selector.days && new Set(selector.days),
    weekdays: selector.weekdays && new Set(selector.weekdays),
    slotsOfDay: selector.slotsOfDay && new Set(selector.slotsOfDay),
  };
  const { fromDay = -Infinity, toDay = Infinity } = selector;
  return (slot) => {
    const day = Math.floor(slot / perDay);
    if (day < fromDay || day >= toDay || misses(sets.slots, slot) || misses(sets.days, day)) return false;
    return !misses(sets.weekdays, weekday(day)) && !misses(sets.slotsOfDay, slot - day * perDay);
  };
}

function choosePeople(problem: Problem, selector: PeopleSelector | undefined, index: ReadonlyMap<string, number>): number[] {
  if (selector === undefined || (selector.ids === undefined && selector.groups === undefined)) return problem.people.map((_, i) => i);
  const chosen = new Set((selector.ids ?? []).map((id) => lookUp(index, id)));
  const groups = new Set(selector.groups ?? []);
  problem.people.forEach((person, i) => {
    if (person.groups.some((group) => groups.has(group))) chosen.add(i);
  });
  return [...chosen].sort((a, b) => a - b);
}

/** Numbers the names of a valid problem. */
export function frameOf(problem: Problem): Frame {
  const { days, slotsPerDay, historyDays, firstWeekday } = problem.grid;
  const history = historyDays * slotsPerDay;
  const slots = history + days * slotsPerDay;
  const personIndex = new Map(problem.people.map((person, i) => [person.id, i]));
  const activityIndex = new Map(problem.activities.map((activity, i) => [activity.id, i]));
  return {
    problem,
    people: problem.people.length,
    activities: problem.activities.length,
    history,
    slots,
    perDay: slotsPerDay,
    personIndex,
    activityIndex,
    selectPeople: (selector) => choosePeople(problem, selector, personIndex),
    selectSlots(selector = {}, withHistory = false) {
      const test = slotTest(selector, problem);
      const found: number[] = [];
      const low = Math.max(withHistory ? 0 : history, history + (selector.fromDay ?? -historyDays) * slotsPerDay);
      const high = Math.min(slots, history + (selector.toDay ?? days) * slotsPerDay);
      for (let slot = low; slot < high; slot++) if (test(slot - history)) found.push(slot);
      return found;
    },
    mask(names) {
      const mask = new Uint8Array(problem.activities.length);
      for (const name of names) mask[lookUp(activityIndex, name)] = 1;
      return mask;
    },
    weekdayOf: (slot) => (((Math.floor(slot / slotsPerDay) - historyDays + firstWeekday) % 7) + 7) % 7,
  };
}
