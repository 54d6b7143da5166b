import type { Lowered } from '../lower.ts';
import type { State, Step, Wished } from './machine.ts';
import { Machine } from './machine.ts';
import type { PersonRules, Total } from './rules.ts';

/** A step between numbered states. */
export interface Move {
  readonly to: number;
  readonly cost: number;
  readonly adds: readonly number[] | null;
  readonly wish: number;
  /** The same for steps that cost, add and wish the same. */
  readonly kind: number;
}

/** A machine with numbered states that remembers its steps: people whose sequences and units are bound alike share one. */
export class Automaton {
  readonly #machine: Machine;
  readonly #states: State[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #kinds = new Map<string, number>();
  /** For each slot the steps taken before, by state x activities. */
  readonly #moves: readonly Map<number, Move | null>[];
  readonly #activities: number;
  readonly #first: number;

  constructor(lowered: Lowered, members: readonly [PersonRules, ...PersonRules[]]) {
    const { slots, activities } = lowered.frame;
    this.#machine = new Machine(lowered, members);
    this.#activities = activities;
    this.#moves = Array.from({ length: slots }, () => new Map<number, Move | null>());
    this.#first = this.#numberOf(this.#machine.first);
  }

  /** Sets of units that somebody has wishes about; the first is empty. */
  get wishes(): readonly (readonly Wished[])[] {
    return this.#machine.wishes;
  }

  #numberOf(state: State): number {
    const key = state.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#states.length);
    return this.#states.push(state) - 1;
  }

  /** The step by doing an activity in a slot; null if that breaks a hard rule. */
  move(state: number, slot: number, activity: number): Move | null {
    const moves = this.#moves[slot] as Map<number, Move | null>;
    const key = state * this.#activities + activity;
    const known = moves.get(key);
    if (known !== undefined) return known;
    const step = this.#machine.step(this.#states[state] as State, slot, activity);
    const move = step && { to: this.#numberOf(step.next), cost: step.cost, adds: step.adds, wish: step.wish, kind: this.#kindOf(step) };
    moves.set(key, move);
    return move;
  }

  #kindOf({ cost, adds, wish }: Step): number {
    const key = `${cost};${wish};${adds?.join() ?? ''}`;
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    this.#kinds.set(key, this.#kinds.size);
    return this.#kinds.size - 1;
  }

  /** Where a row stands after these first cells, and what the totals have counted by then. */
  after(past: Int16Array, totals: readonly Total[]): { state: number; values: number[] } {
    let state = this.#first;
    const values = totals.map(() => 0);
    for (const [slot, activity] of past.entries()) {
      const move = this.move(state, slot, activity);
      if (move === null) break;
      state = move.to;
      totals.forEach((total, k) => (values[k] = (values[k] as number) + added(total, slot, activity, move)));
    }
    return { state, values };
  }

  endCost(state: number): number {
    return this.#machine.endCost(this.#states[state] as State);
  }
}

/** What a step adds to a total. */
export function added({ from, to, counts }: Total, slot: number, activity: number, { adds }: Move): number {
  if (slot < from || slot >= to) return 0;
  return counts.kind === 'slots' ? (counts.values[activity] as number) : (adds?.[counts.unit] ?? 0);
}
