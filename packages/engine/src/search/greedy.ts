import type { ColumnForm, Need } from '../forms.ts';
import type { Lowered } from '../lower.ts';
import { Score, unpack } from '../score.ts';
import type { Options } from './options.ts';

/** Why the greedy start put somebody somewhere. */
export interface GreedyChoice {
  readonly person: string;
  readonly slot: number;
  readonly activity: string;
  /** People who could have been chosen. */
  readonly candidates: number;
  readonly why: string;
}

interface Task {
  readonly form: ColumnForm;
  readonly need: Need;
  /** How many could be chosen; who they are is looked up when it is their turn, for a year has very many tasks. */
  readonly candidates: number;
}

/** Calls back for everybody who may do something that the count wants in a slot. */
function eachCandidate({ frame: { people, slots, activities } }: Lowered, options: Options, form: ColumnForm, slot: number, tell: (person: number, activity: number) => void): void {
  for (let person = 0; person < people; person++) {
    const base = (options.kind[person * slots + slot] as number) * activities;
    for (let activity = 0; activity < activities; activity++) {
      if ((form.load[person * activities + activity] as number) > 0 && options.allowed[base + activity] === 1) tell(person, activity);
    }
  }
}

function tasksOf(lowered: Lowered, options: Options): Task[] {
  const tasks: Task[] = [];
  for (const form of lowered.forms) {
    if (form.kind !== 'column') continue;
    for (const need of form.needs) {
      if (Math.max(need.min, need.target) <= 0) continue;
      let candidates = 0;
      eachCandidate(lowered, options, form, need.slot, () => candidates++);
      tasks.push({ form, need, candidates });
    }
  }
  const slack = (task: Task): number => task.candidates - Math.max(task.need.min, task.need.target);
  return tasks.sort((a, b) => slack(a) - slack(b) || a.need.slot - b.need.slot || a.form.rule - b.form.rule);
}

interface Pick {
  readonly person: number;
  readonly activity: number;
  readonly delta: number;
  readonly second: number;
}

/** The candidate whose assignment lowers the cost most, if any does. */
function cheapest(score: Score, options: Options, { form, need: { slot } }: Task): Pick | null {
  let best = null as Pick | null;
  eachCandidate(score.lowered, options, form, slot, (person, activity) => {
    if (score.cells[person * options.slots + slot] === activity) return;
    const delta = score.peek(person, slot, activity);
    if (best === null || delta < best.delta) best = { person, activity, delta, second: best?.delta ?? Infinity };
    else if (delta < best.second) best = { person: best.person, activity: best.activity, delta: best.delta, second: delta };
  });
  return best !== null && best.delta < 0 ? best : null;
}

function reason(delta: number, second: number): string {
  const gain = unpack(-delta);
  const points = gain.hard > 0 ? `${gain.hard} hard` : `${gain.soft} points`;
  if (second === Infinity) return `nobody else was possible; it gains ${points}`;
  const margin = unpack(second - delta);
  const lead = margin.hard > 0 ? `${margin.hard} hard` : `${margin.soft} points`;
  return margin.hard === 0 && margin.soft === 0 ? `it gains ${points}, as the next best would` : `it gains ${points}, ${lead} more than the next best`;
}

/**
 * A first schedule: needs with the fewest candidates first, each filled by whoever lowers the cost most, as long as
 * somebody does. Every choice says why.
 */
export function greedy(score: Score, options: Options): GreedyChoice[] {
  const { problem, history } = score.lowered.frame;
  const choices: GreedyChoice[] = [];
  for (const task of tasksOf(score.lowered, options)) {
    const wanted = Math.max(task.need.min, task.need.target);
    for (let round = 0; round < wanted; round++) {
      const choice = cheapest(score, options, task);
      if (choice === null) break;
      score.set(choice.person, task.need.slot, choice.activity);
      choices.push({
        person: problem.people[choice.person]?.id ?? '',
        slot: task.need.slot - history,
        activity: problem.activities[choice.activity]?.id ?? '',
        candidates: task.candidates,
        why: reason(choice.delta, choice.second),
      });
    }
  }
  return choices;
}
