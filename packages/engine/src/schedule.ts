import type { Frame } from './frame.ts';
import type { Cell, Problem } from './problem/schema.ts';

/** A schedule by names: for each person an activity name per planned slot. */
export type Schedule = Readonly<Record<string, readonly string[]>>;

/** Writes cells (numbers, history first) as names. */
export function scheduleOf(frame: Frame, cells: Uint8Array): Schedule {
  const names = frame.problem.activities.map((activity) => activity.id);
  return Object.fromEntries(
    frame.problem.people.map((person, p) => [
      person.id,
      Array.from(cells.subarray(p * frame.slots + frame.history, (p + 1) * frame.slots), (activity) => names[activity] ?? ''),
    ]),
  );
}

/** Reads names into cells; history cells come from the problem. Missing people or slots count as rest. */
export function cellsOf(frame: Frame, schedule: Schedule): Uint8Array {
  const cells = new Uint8Array(frame.people * frame.slots);
  frame.problem.people.forEach((person, p) => {
    (schedule[person.id] ?? []).forEach((name, slot) => {
      cells[p * frame.slots + frame.history + slot] = frame.activityIndex.get(name) ?? 0;
    });
  });
  for (const cell of frame.problem.history) {
    const at = (frame.personIndex.get(cell.person) ?? 0) * frame.slots + frame.history + cell.slot;
    cells[at] = frame.activityIndex.get(cell.activity) ?? 0;
  }
  return cells;
}

/** The cells in which two schedules differ, as they stand in the second. */
export function differences(problem: Problem, before: Schedule, after: Schedule): Cell[] {
  return problem.people.flatMap((person) =>
    (after[person.id] ?? []).flatMap((activity, slot) =>
      activity === before[person.id]?.[slot] ? [] : [{ person: person.id, slot, activity }],
    ),
  );
}
