import type { ColumnForm } from '../forms.ts';
import { HARD } from '../frame.ts';
import type { Lowered } from '../lower.ts';
import { Words } from './words.ts';

/** A slot in which the needs cannot be met whatever the engine does. */
export interface ImpossibleSlot {
  readonly slot: number;
  /** Rules that together ask for too much. */
  readonly rules: readonly string[];
  readonly needed: number;
  readonly available: readonly string[];
  readonly text: string;
}

interface Demand {
  readonly rule: number;
  readonly label: string;
  readonly count: number;
  readonly able: readonly number[];
}

/** People who may stand in a slot with a load of this sign. */
function ableIn(lowered: Lowered, form: ColumnForm, slot: number, sign: 1 | -1): number[] {
  const { people, slots, activities } = lowered.frame;
  const able: number[] = [];
  for (let person = 0; person < people; person++) {
    for (let activity = 0; activity < activities; activity++) {
      if ((form.load[person * activities + activity] as number) * sign <= 0) continue;
      if (lowered.allowed[(person * slots + slot) * activities + activity] !== 1) continue;
      able.push(person);
      break;
    }
  }
  return able;
}

/** The activities a form counts positively. */
const countedActivities = (form: ColumnForm, activities: number): Set<number> =>
  new Set([...form.load.keys()].filter((at) => (form.load[at] as number) > 0).map((at) => at % activities));

/** The least number of people each hard rule asks for in each slot, with those who could serve. */
function demandsBySlot(lowered: Lowered): Map<number, Demand[]> {
  const { activities, problem } = lowered.frame;
  const columns = lowered.forms.filter((form) => form.kind === 'column');
  const demands = new Map<number, Demand[]>();
  const add = (slot: number, demand: Demand): void => void demands.set(slot, [...(demands.get(slot) ?? []), demand]);
  const titleOf = (form: ColumnForm): string => problem.constraints[form.rule]?.title ?? '';
  const least = new Map<string, number>();
  for (const form of columns) {
    const [only, ...more] = countedActivities(form, activities);
    for (const need of form.needs.filter((candidate) => candidate.under >= HARD && candidate.min > 0)) {
      add(need.slot, { rule: form.rule, label: `${titleOf(form)} (${need.min})`, count: need.min, able: ableIn(lowered, form, need.slot, 1) });
      const key = `${need.slot}/${only}`;
      if (more.length === 0) least.set(key, Math.max(least.get(key) ?? 0, need.min));
    }
  }
  for (const form of columns.filter((candidate) => candidate.load.some((load) => load < 0))) {
    const lowest = Math.min(...form.load);
    const counted = [...countedActivities(form, activities)];
    const lightest = Math.min(...form.load.filter((load) => load > 0));
    for (const need of form.needs) {
      const load = counted.reduce((sum, activity) => sum + (least.get(`${need.slot}/${activity}`) ?? 0), 0) * lightest;
      const count = Math.ceil(load / -lowest);
      if (need.over < HARD || count <= 0) continue;
      add(need.slot, { rule: form.rule, label: `${titleOf(form)} (${count})`, count, able: ableIn(lowered, form, need.slot, -1) });
    }
  }
  return demands;
}

/** Matches people to demands; returns the demands that compete for too few people, or null if all can be met. */
function shortage(demands: readonly Demand[], people: number): Demand[] | null {
  const servedBy = new Int32Array(people).fill(-1);
  const seats = demands.flatMap((demand, d) => Array.from({ length: demand.count }, () => d));
  const holder: number[] = [];
  const place = (seat: number, seen: Uint8Array): boolean => {
    for (const person of demands[seats[seat] as number]?.able ?? []) {
      if (seen[person] === 1) continue;
      seen[person] = 1;
      const other = servedBy[person] as number;
      if (other >= 0 && !place(other, seen)) continue;
      servedBy[person] = seat;
      holder[seat] = person;
      return true;
    }
    return false;
  };
  for (let seat = 0; seat < seats.length; seat++) {
    const seen = new Uint8Array(people);
    if (place(seat, seen)) continue;
    const rivals = new Set([seats[seat] as number]);
    seen.forEach((bit, person) => {
      if (bit === 1 && (servedBy[person] as number) >= 0) rivals.add(seats[servedBy[person] as number] as number);
    });
    return [...rivals].map((d) => demands[d] as Demand);
  }
  return null;
}

/**
 * Looks at every slot by itself before any search: can the people who may work there meet all hard minimums and the
 * supervision these entail? Names the slots where they cannot, the rules that compete and the people there are.
 */
export function findImpossibleSlots(lowered: Lowered): ImpossibleSlot[] {
  const words = new Words(lowered);
  const { history, people, problem } = lowered.frame;
  const found: ImpossibleSlot[] = [];
  for (const [slot, demands] of [...demandsBySlot(lowered)].sort(([a], [b]) => a - b)) {
    const short = shortage(demands, people);
    if (short === null) continue;
    const needed = short.reduce((sum, demand) => sum + demand.count, 0);
    const available = [...new Set(short.flatMap((demand) => demand.able))].sort((a, b) => a - b).map((person) => words.person(person));
    const labels = short.map((demand) => demand.label).join(' and ');
    const who = available.length === 0 ? 'nobody can' : `only ${available.length} can: ${available.join(', ')}`;
    found.push({
      slot: slot - history, rules: short.map((demand) => problem.constraints[demand.rule]?.id ?? ''), needed, available,
      text: `On ${words.slot(slot)}, ${labels} together need ${needed} people, but ${who}.`,
    });
  }
  return found;
}
