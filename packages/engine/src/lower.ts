import { lowerConstraint } from './constraints.ts';
import type { Forms } from './forms.ts';
import type { Frame } from './frame.ts';
import { frameOf } from './frame.ts';
import type { Problem } from './problem/schema.ts';

/** A problem ready for scoring, modelling and explaining: numbers for names, normal forms for rules. */
export interface Lowered extends Forms {
  readonly frame: Frame;
  /** The activity of each history or fixed cell (people x slots), -1 where the engine may choose. */
  readonly pinned: Int16Array;
}

const ORDER: Record<string, number> = { eligibility: 0, absence: 1 };

function pin(frame: Frame, pinned: Int16Array, allowed: Uint8Array): void {
  const { people, slots, activities, history } = frame;
  for (let person = 0; person < people; person++) pinned.fill(0, person * slots, person * slots + history);
  for (const cell of [...frame.problem.history, ...frame.problem.fixed]) {
    const at = (frame.personIndex.get(cell.person) ?? 0) * slots + history + cell.slot;
    pinned[at] = frame.activityIndex.get(cell.activity) ?? 0;
  }
  pinned.forEach((activity, at) => {
    if (activity < 0) return;
    allowed.fill(0, at * activities, (at + 1) * activities);
    allowed[at * activities + activity] = 1;
  });
}

/** Lowers all rules of a valid problem; eligibility is read before absence, so that absence has the last word. */
export function lower(problem: Problem): Lowered {
  const frame = frameOf(problem);
  const out: Forms = { allowed: new Uint8Array(frame.people * frame.slots * frame.activities).fill(1), cells: [], forms: [] };
  const ordered = problem.constraints
    .map((constraint, index) => ({ constraint, index, rank: ORDER[constraint.type] ?? 2 }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index);
  for (const { constraint, index } of ordered) lowerConstraint(constraint, index, { frame, out });
  const pinned = new Int16Array(frame.people * frame.slots).fill(-1);
  pin(frame, pinned, out.allowed);
  return { ...out, frame, pinned };
}
