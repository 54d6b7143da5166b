import { HARD } from '../frame.ts';
import type { Lowered } from '../lower.ts';
import type { Machine, State, Step } from './machine.ts';

/** States told apart in one slot; beyond that a problem is not of the tightly bound kind. */
const MOST_STATES = 20_000;
/** Steps between them over all slots. */
const MOST_STEPS = 1_000_000;

/** Every state that can be reached before each planned slot, and the steps between them. */
export interface Walk {
  readonly machine: Machine;
  readonly activities: number;
  /** First planned slot. */
  readonly first: number;
  /** What the totals have counted in the history. */
  readonly values: readonly number[];
  /** For each planned slot and each state (times activities): the step, null where a hard rule forbids it. */
  readonly steps: readonly (readonly (Step | null)[])[];
  /** For each step the number of the state it leads to. */
  readonly to: readonly Int32Array[];
  readonly ends: readonly number[];
  /** Steps in all, possible or not. */
  readonly size: number;
}

/** The states that the steps lead to, and for each step the number of its state; null if there are too many. */
function reached(steps: readonly (Step | null)[]): { states: State[]; leads: Int32Array } | null {
  const known = new Map<string, number>();
  const states: State[] = [];
  const leads = new Int32Array(steps.length).fill(-1);
  for (const [k, step] of steps.entries()) {
    if (step === null) continue;
    const key = step.next.join();
    const id = known.get(key) ?? states.length;
    if (id === MOST_STATES) return null;
    if (id === states.length) {
      known.set(key, id);
      states.push(step.next);
    }
    leads[k] = id;
  }
  return { states, leads };
}

/** Walks through all states; null if there are too many, or more than `most` steps between them. */
export function walkOf(machine: Machine, lowered: Lowered, possible: Uint8Array, most: number): Walk | null {
  const { history, slots, activities } = lowered.frame;
  const { state, values } = machine.start();
  const steps: (Step | null)[][] = [];
  const to: Int32Array[] = [];
  let states: readonly State[] = [state];
  let size = 0;
  for (let slot = history; slot < slots; slot++) {
    size += states.length * activities;
    if (size > Math.min(most, MOST_STEPS)) return null;
    const taken = states.flatMap((from) => Array.from({ length: activities }, (_, activity) => (possible[slot * activities + activity] === 1 ? machine.step(from, slot, activity) : null)));
    const found = reached(taken);
    if (found === null) return null;
    steps.push(taken);
    to.push(found.leads);
    states = found.states;
  }
  return { machine, activities, first: history, values, steps, to, size, ends: states.map((end) => machine.endCost(end)) };
}

/**
 * One slot of the walk with states merged that have the same future, and activities merged that do the same. Steps are
 * listed as class x groups.
 */
export interface Layer {
  readonly classes: number;
  readonly groups: readonly (readonly number[])[];
  /** The class in the next slot, -1 where there is no way on. */
  readonly to: Int32Array;
  readonly cost: Float64Array;
  /** Which wishes come true. */
  readonly wish: Int32Array;
  /** Which of the moves this is. */
  readonly move: Int32Array;
}

/** A walk reduced to what matters when only some of the totals are counted. */
export interface Layers {
  readonly layers: readonly Layer[];
  /** What each kind of step adds to the counted totals. */
  readonly moves: readonly (readonly number[])[];
  readonly endCost: Float64Array;
  /** Class of the first state, -1 if there is no row without hard violations. */
  readonly start: number;
}

class Numbering<T> {
  readonly items: T[] = [];
  readonly #ids = new Map<string, number>();

  idOf(key: string, item: T): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.items.length);
    this.items.push(item);
    return this.items.length - 1;
  }
}

/** Activities of a slot that lead from every class to the same place at the same price. */
function groupsOf(classes: readonly string[][], activities: number): number[][] {
  const groups = new Map<string, number[]>();
  for (let activity = 0; activity < activities; activity++) {
    const key = classes.map((texts) => texts[activity]).join(';');
    if (classes.every((texts) => texts[activity] === '-')) continue;
    const group = groups.get(key);
    if (group) group.push(activity);
    else groups.set(key, [activity]);
  }
  return [...groups.values()];
}

/** Merges the states of a walk from the end backwards, counting the given totals only. */
export function layersOf(walk: Walk, counted: readonly number[]): Layers {
  const { activities } = walk;
  const moves = new Numbering<readonly number[]>();
  const ends = new Numbering<number>();
  let classOf = Int32Array.from(walk.ends, (cost) => (Math.round(cost / HARD) > 0 ? -1 : ends.idOf(String(cost), cost)));
  const layers: Layer[] = [];
  for (let depth = walk.steps.length - 1; depth >= 0; depth--) {
    const steps = walk.steps[depth] as readonly (Step | null)[];
    const leads = walk.to[depth] as Int32Array;
    const merged = new Numbering<{ texts: string[]; at: number }>();
    const moveOf = new Int32Array(steps.length);
    const ids = new Int32Array(steps.length / activities);
    for (let state = 0; state < ids.length; state++) {
      const texts: string[] = [];
      for (let k = state * activities; k < (state + 1) * activities; k++) {
        const step = steps[k];
        const target = step ? (classOf[leads[k] as number] as number) : -1;
        if (!step || target < 0) {
          texts.push('-');
          continue;
        }
        const adds = counted.map((total) => step.adds[total] as number);
        moveOf[k] = moves.idOf(adds.join(), adds);
        texts.push(`${target},${step.cost},${moveOf[k]},${step.wish}`);
      }
      ids[state] = texts.every((text) => text === '-') ? -1 : merged.idOf(texts.join(';'), { texts, at: state });
    }
    const groups = groupsOf(merged.items.map((item) => item.texts), activities);
    const pick = (read: (k: number, open: boolean) => number): number[] =>
      merged.items.flatMap(({ texts, at }) => groups.map(([activity = 0]) => read(at * activities + activity, texts[activity] !== '-')));
    const next = classOf;
    layers.push({
      classes: merged.items.length, groups,
      to: Int32Array.from(pick((k, open) => (open ? (next[leads[k] as number] as number) : -1))),
      cost: Float64Array.from(pick((k, open) => (open ? (steps[k]?.cost ?? 0) : 0))),
      wish: Int32Array.from(pick((k, open) => (open ? (steps[k]?.wish ?? 0) : 0))),
      move: Int32Array.from(pick((k) => moveOf[k] as number)),
    });
    classOf = ids;
  }
  return { layers: layers.toReversed(), moves: moves.items, endCost: Float64Array.from(ends.items), start: classOf[0] as number };
}
