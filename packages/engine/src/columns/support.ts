import type { ColumnForm, Range, SumForm } from '../forms.ts';
import { HARD } from '../frame.ts';
import type { Lowered } from '../lower.ts';
import type { PersonRules } from './rules.ts';

/** How many people of a kind do an activity in a slot: a column of the master problem. */
export interface Seats {
  /** One of the people, whose loads are those of all. */
  readonly person: number;
  readonly slot: number;
  readonly activity: number;
  readonly most: number;
  /** Rows of {@link Support} that they count in, and how much each. */
  readonly rows: readonly number[];
  readonly factors: readonly number[];
}

/** What a kind counts over some slots. */
interface Count extends Range {
  readonly values: Float64Array;
  readonly row: number;
}

/** Totals that only forbid: none of their limits can be bought off with points. */
const onlyForbids = ({ under, over, min, max }: SumForm): boolean =>
  (under >= HARD || min.every((limit) => limit <= 0)) && (over >= HARD || max.every((limit) => limit === Infinity));

/**
 * People who only support others, as the master problem sees them: so many of a kind do this or that, instead of rows of single
 * people. That binds them a little less than their rules do, so bounds stay true; who does what is settled at the end.
 */
export class Support {
  readonly people: readonly number[];
  readonly seats: Seats[] = [];
  readonly lower: number[] = [];
  readonly upper: number[] = [];
  readonly #lowered: Lowered;
  readonly #columns: readonly ColumnForm[];
  readonly #mask: Uint8Array;
  readonly #activities: readonly number[];
  /** Slots in which people meet. */
  readonly #needy: ReadonlySet<number>;

  constructor(lowered: Lowered, rules: readonly PersonRules[]) {
    this.#lowered = lowered;
    this.#columns = lowered.forms.filter((form) => form.kind === 'column');
    this.#needy = new Set(this.#columns.flatMap((form) => form.needs.map((need) => need.slot)));
    this.#activities = Array.from({ length: lowered.frame.activities }, (_, a) => a);
    const found = rules.filter((entry) => this.#supports(entry));
    const supporting = found.length < rules.length ? found : [];
    this.people = supporting.map(({ person }) => person);
    this.#mask = new Uint8Array(lowered.frame.people);
    for (const person of this.people) this.#mask[person] = 1;
    const kinds = new Map<string, PersonRules[]>();
    for (const entry of supporting) {
      const key = this.#kindOf(entry);
      kinds.set(key, [...(kinds.get(key) ?? []), entry]);
    }
    for (const members of kinds.values()) this.#addKind(members);
  }

  /** Whether a person only supports others. */
  has(person: number): boolean {
    return this.#mask[person] === 1;
  }

  #able(person: number, slot: number, activity: number): boolean {
    const { slots, activities } = this.#lowered.frame;
    return this.#lowered.allowed[(person * slots + slot) * activities + activity] === 1;
  }

  /** Whether an activity of a person counts anywhere. */
  #counts({ person, sums }: PersonRules, activity: number): boolean {
    const at = person * this.#lowered.frame.activities + activity;
    return sums.some((form) => form.values[activity] !== 0) || this.#columns.some((form) => form.load[at] !== 0);
  }

  /** Whether somebody relieves others, costs nothing herself, may do what counts nowhere in any slot, and is bound by totals only. */
  #supports(rules: PersonRules): boolean {
    const { slots, history } = this.#lowered.frame;
    if (rules.patterns.length > 0 || rules.units.length > 0 || !rules.sums.every(onlyForbids)) return false;
    if (this.#lowered.cells.some((cell) => cell.person === rules.person)) return false;
    if (!this.#columns.some((form) => this.#activities.some((a) => (form.load[rules.person * this.#activities.length + a] as number) < 0))) return false;
    const idle = this.#activities.filter((a) => !this.#counts(rules, a));
    for (let slot = history; slot < slots; slot++) {
      if ((this.#lowered.pinned[rules.person * slots + slot] as number) < 0 && !idle.some((a) => this.#able(rules.person, slot, a))) return false;
    }
    return true;
  }

  /** A text that is the same for people with the same loads, the same abilities on the whole, and the same totals. */
  #kindOf({ person, sums }: PersonRules): string {
    const { slots, activities } = this.#lowered.frame;
    const everySlot = Array.from({ length: slots }, (_, slot) => slot);
    const able = this.#activities.map((a) => everySlot.some((slot) => this.#able(person, slot, a)));
    const loads = this.#columns.map((form) => form.load.subarray(person * activities, (person + 1) * activities).join(' '));
    return [able.join(' '), ...loads, sums.map((form) => this.#lowered.forms.indexOf(form)).join(' ')].join(';');
  }

  #addRow(lower: number, upper: number): number {
    this.lower.push(lower);
    this.upper.push(upper);
    return this.lower.length - 1;
  }

  #addKind(members: readonly PersonRules[]): void {
    const { slots, history } = this.#lowered.frame;
    const [first] = members as [PersonRules];
    const counts = first.sums.flatMap((form) => form.windows.map((window, w): Count => ({ ...window, values: form.values, row: this.#addCount(members, form, w) })));
    const work = this.#activities.filter((a) => this.#counts(first, a));
    for (let slot = history; slot < slots; slot++) {
      if (!this.#needy.has(slot) && !counts.some(({ from, to }) => slot >= from && slot < to)) continue;
      const present = members.filter(({ person }) => work.some((a) => this.#able(person, slot, a)));
      const inSlot = this.#addRow(-Infinity, present.length);
      for (const activity of work) {
        const most = present.filter(({ person }) => this.#able(person, slot, activity)).length;
        const counting = counts.filter(({ from, to, values }) => slot >= from && slot < to && values[activity] !== 0);
        if (most === 0) continue;
        this.seats.push({
          person: first.person, slot, activity, most,
          rows: [inSlot, ...counting.map(({ row }) => row)], factors: [1, ...counting.map(({ values }) => values[activity] as number)],
        });
      }
    }
  }

  /** A row for what all members count in a window together. */
  #addCount(members: readonly PersonRules[], form: SumForm, w: number): number {
    let lower = 0;
    let upper = 0;
    for (const { person } of members) {
      const at = form.people.indexOf(person) * form.windows.length + w;
      const { past, least, most } = this.#reach(person, form, form.windows[w] as Range);
      lower += Math.max(least, (form.min[at] as number) - past);
      upper += Math.min(most, (form.max[at] as number) - past);
    }
    return this.#addRow(lower, upper);
  }

  /** What a person has counted in the history, and the least and the most that she can still count. */
  #reach(person: number, { values }: SumForm, { from, to }: Range): { past: number; least: number; most: number } {
    const { slots, history } = this.#lowered.frame;
    const sum = { past: 0, least: 0, most: 0 };
    for (let slot = from; slot < to; slot++) {
      if (slot < history) {
        sum.past += values[this.#lowered.pinned[person * slots + slot] as number] as number;
        continue;
      }
      const possible = [...values].filter((_, a) => this.#able(person, slot, a));
      sum.least += Math.min(...possible);
      sum.most += Math.max(...possible);
    }
    return sum;
  }
}
