import type { ColumnForm, Need, RunCheck } from '../forms.ts';
import type { Lowered } from '../lower.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Says in words what the forms say in numbers. Days are counted from 1; half-days are called AM and PM. */
export class Words {
  readonly lowered: Lowered;

  constructor(lowered: Lowered) {
    this.lowered = lowered;
  }

  slot(slot: number): string {
    const { perDay, problem } = this.lowered.frame;
    const day = Math.floor(slot / perDay) - problem.grid.historyDays;
    const part = slot % perDay;
    const name = perDay === 1 ? '' : perDay === 2 ? (part === 0 ? ' AM' : ' PM') : `, slot ${part + 1}`;
    return `day ${day + 1} (${WEEKDAYS[this.lowered.frame.weekdayOf(slot)]})${name}`;
  }

  span(from: number, to: number): string {
    return to - from <= 1 ? this.slot(from) : `${this.slot(from)} to ${this.slot(to - 1)}`;
  }

  person(person: number): string {
    return this.lowered.frame.problem.people[person]?.id ?? '';
  }

  activity(activity: number): string {
    const found = this.lowered.frame.problem.activities[activity];
    return found?.title ?? found?.id ?? '';
  }

  need(form: ColumnForm, need: Need, value: number): string {
    const where = this.slot(need.slot);
    if (need.min < 0) return `${where}: ${value} of load beyond what those present can supervise`;
    if (value < need.min) return `${where} has ${value} on ${form.measure}, needs at least ${need.min}`;
    return value > need.max ? `${where} has ${value} on ${form.measure}, at most ${need.max} allowed` : `${where} has ${value} on ${form.measure}, ${need.target} wished`;
  }

  range(measure: string, value: number, min: number, max: number, from: number, to: number, person: number): string {
    const limit = value < min ? `at least ${min} required` : `at most ${max} allowed`;
    return `${this.person(person)} has ${value} ${measure} from ${this.span(from, to)}, ${limit}`;
  }

  run(measure: string, length: number, check: RunCheck, from: number, to: number, person: number): string {
    const limit = length > check.max ? `at most ${check.max} allowed` : `at least ${check.min} required`;
    return `${this.person(person)} has ${length} ${measure} running from ${this.span(from, to)}, ${limit}`;
  }

  sequence(person: number, slots: readonly number[], cells: Uint8Array): string {
    const steps = slots.map((slot) => this.activity(cells[person * this.lowered.frame.slots + slot] as number));
    return `${this.person(person)} has ${steps.join(', then ')} from ${this.slot(slots[0] ?? 0)}`;
  }

  wish(person: number, from: number, to: number): string {
    return `wish of ${this.person(person)} about ${this.span(from, to)}`;
  }

  cell(person: number, slot: number, activity: number): string {
    return `${this.person(person)} has ${this.activity(activity)} on ${this.slot(slot)}`;
  }
}
