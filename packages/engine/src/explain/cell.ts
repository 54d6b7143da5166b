import { unpack } from '../frame.ts';
import type { Lowered } from '../lower.ts';
import type { Schedule } from '../schedule.ts';
import { cellsOf } from '../schedule.ts';
import { Score } from '../score.ts';
import { violationsOf } from './violations.ts';
import type { Violation } from './violations.ts';

/** What would change if a cell held something else, or if somebody else did what it holds. */
export interface Alternative {
  readonly person: string;
  readonly activity: string;
  /** Change of the hard and soft cost; positive is worse. */
  readonly hard: number;
  readonly soft: number;
  /** Rules that would newly be broken, in words. */
  readonly because: readonly string[];
}

/** Why a cell holds what it holds. */
export interface CellExplanation {
  readonly person: string;
  readonly slot: number;
  readonly activity: string;
  /** True if nothing else is possible here. */
  readonly forced: boolean;
  /** What is wrong about the cell as it is. */
  readonly violations: readonly Violation[];
  /** Other activities for this person, then other people for this activity; best first. */
  readonly alternatives: readonly Alternative[];
}

class Comparison {
  readonly score: Score;
  readonly #lowered: Lowered;
  readonly #before: ReadonlySet<string>;
  readonly #slot: number;

  constructor(lowered: Lowered, cells: Uint8Array, person: number, slot: number) {
    this.#lowered = lowered;
    this.#slot = slot;
    this.score = new Score(lowered);
    this.score.load(cells);
    this.#before = new Set(violationsOf(lowered, cells, { person, slot }).map((violation) => violation.text));
  }

  /** Tries changes, words the difference and takes them back. */
  try(name: { person: string; activity: string }, changes: readonly { person: number; activity: number }[]): Alternative {
    const { slots } = this.#lowered.frame;
    const before = changes.map((change) => this.score.cells[change.person * slots + this.#slot] as number);
    const old = new Set([...this.#before, ...changes.flatMap((change) => this.#texts(change.person))]);
    const delta = changes.reduce((sum, change) => sum + this.score.set(change.person, this.#slot, change.activity), 0);
    const after = changes.flatMap((change) => this.#texts(change.person));
    changes.forEach((change, k) => this.score.set(change.person, this.#slot, before[k] as number));
    return { ...name, ...unpack(delta), because: [...new Set(after)].filter((text) => !old.has(text)) };
  }

  #texts(person: number): string[] {
    const found = violationsOf(this.#lowered, this.score.cells, { person, slot: this.#slot });
    return found.filter((violation) => violation.hard > 0 || violation.soft > 0).map((violation) => violation.text);
  }
}

const worse = (a: Alternative, b: Alternative): number => a.hard - b.hard || a.soft - b.soft;

/** Explains one assignment: what speaks against it, what else could stand there, who else could do it, at what cost. */
export function explainCell(lowered: Lowered, schedule: Schedule, personId: string, plannedSlot: number, most = 5): CellExplanation {
  const { frame } = lowered;
  const person = frame.personIndex.get(personId);
  const slot = plannedSlot + frame.history;
  if (person === undefined || slot < frame.history || slot >= frame.slots) throw new Error(`There is no cell for ${personId} in slot ${plannedSlot}.`);
  const cells = cellsOf(frame, schedule);
  const comparison = new Comparison(lowered, cells, person, slot);
  const held = cells[person * frame.slots + slot] as number;
  const may = (who: number, activity: number): boolean => lowered.allowed[(who * frame.slots + slot) * frame.activities + activity] === 1;
  const nameOf = (activity: number): string => frame.problem.activities[activity]?.id ?? '';
  const others = Array.from({ length: frame.activities }, (_, activity) => activity).filter((activity) => activity !== held && may(person, activity));
  const activities = others.map((activity) => comparison.try({ person: personId, activity: nameOf(activity) }, [{ person, activity }]));
  const people = frame.problem.people.flatMap((other, q) => {
    const theirs = cells[q * frame.slots + slot] as number;
    if (q === person || theirs === held || !may(q, held) || !may(person, theirs)) return [];
    return [comparison.try({ person: other.id, activity: nameOf(held) }, [{ person, activity: theirs }, { person: q, activity: held }])];
  });
  return {
    person: personId, slot: plannedSlot, activity: nameOf(held), forced: others.length === 0,
    violations: violationsOf(lowered, cells, { person, slot }),
    alternatives: [...activities.sort(worse).slice(0, most), ...people.sort(worse).slice(0, most)],
  };
}
