import type { Lowered } from '../lower.ts';
import type { Automaton, Move } from './automaton.ts';
import type { PersonRules, Total } from './rules.ts';
import { totalsOf } from './rules.ts';

/** States told apart in one slot; beyond that a problem is not of the tightly bound kind. */
const MOST_STATES = 20_000;
/** Steps between them over all slots. */
const MOST_STEPS = 1_000_000;

/** One slot of a walk. */
export interface Stage {
  readonly states: number;
  /** Activities that may be done in the slot. */
  readonly open: readonly number[];
  /** For each state and open activity the step, null where a hard rule forbids it. */
  readonly moves: readonly (Move | null)[];
  /** For each step the place of the state it leads to among those of the next slot. */
  readonly leads: Int32Array;
}

/** Every state that can be reached before each planned slot, and the steps between them. */
export interface Walk {
  readonly automaton: Automaton;
  readonly totals: readonly Total[];
  /** First planned slot. */
  readonly first: number;
  /** What the totals have counted in the history. */
  readonly values: readonly number[];
  readonly stages: readonly Stage[];
  /** What ending in each of the last states costs. */
  readonly ends: readonly number[];
  /** For each set of wishes of the automaton its number, 0 if none of the people has one of them. */
  readonly wishes: Int32Array;
  /** Steps in all, possible or not. */
  readonly size: number;
}

/** The states that moves lead to, and for each move the place of its state. */
function reached(moves: readonly (Move | null)[]): { states: number[]; leads: Int32Array } {
  const known = new Map<number, number>();
  const states: number[] = [];
  const leads = new Int32Array(moves.length).fill(-1);
  for (const [k, move] of moves.entries()) {
    if (move === null) continue;
    let place = known.get(move.to);
    if (place === undefined) {
      place = states.push(move.to) - 1;
      known.set(move.to, place);
    }
    leads[k] = place;
  }
  return { states, leads };
}

/** Marks the sets of wishes in which one of the people has a part. */
function wishesOf({ wishes }: Automaton, people: readonly PersonRules[]): Int32Array {
  const had = new Set(
    people.flatMap(({ person, units }) =>
      units.flatMap(({ check }, form) => (check.kind === 'each' ? check.items.filter((item) => item.person === person).map(({ unit }) => `${form} ${unit}`) : [])),
    ),
  );
  return Int32Array.from(wishes, (set, k) => (set.some(({ form, unit }) => had.has(`${form} ${unit}`)) ? k : 0));
}

/** Walks through all states of people bound alike; null if there are too many, or more than `most` steps between them. */
export function walkOf(automaton: Automaton, lowered: Lowered, people: readonly [PersonRules, ...PersonRules[]], possible: Uint8Array, most: number): Walk | null {
  const { history, slots, activities } = lowered.frame;
  const [{ person }] = people;
  const totals = totalsOf(people[0]);
  const { state, values } = automaton.after(lowered.pinned.subarray(person * slots, person * slots + history), totals);
  const everything = Array.from({ length: activities }, (_, a) => a);
  const stages: Stage[] = [];
  let states: readonly number[] = [state];
  let size = 0;
  for (let slot = history; slot < slots; slot++) {
    const open = everything.filter((activity) => possible[slot * activities + activity] === 1);
    size += states.length * open.length;
    if (size > Math.min(most, MOST_STEPS)) return null;
    const moves: (Move | null)[] = [];
    for (const from of states) for (const activity of open) moves.push(automaton.move(from, slot, activity));
    const next = reached(moves);
    if (next.states.length > MOST_STATES) return null;
    stages.push({ states: states.length, open, moves, leads: next.leads });
    states = next.states;
  }
  return { automaton, totals, first: history, values, stages, size, ends: states.map((end) => automaton.endCost(end)), wishes: wishesOf(automaton, people) };
}
