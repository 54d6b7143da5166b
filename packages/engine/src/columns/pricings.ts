import type { Form } from '../forms.ts';
import type { Lowered } from '../lower.ts';
import { Automaton } from './automaton.ts';
import type { Budget, Family, Members } from './family.ts';
import { familyOf } from './family.ts';
import { Pricing } from './pricing.ts';
import type { PersonRules } from './rules.ts';
import { boundText, walkText } from './rules.ts';

/** Some hundreds of megabytes in all. */
const MOST: Budget = { arcs: 16_000_000, steps: 2_000_000 };

/** People share a family as long as it need not allow more than so many times what each of them may do. */
const SPREAD = 1.25;

/** People of one family, and what the one who may do least may do. */
interface Group {
  readonly members: Members;
  least: number;
}

/** People for whom the texts are the same, in order. */
function alike(everybody: readonly PersonRules[], texts: readonly string[]): (readonly [PersonRules, ...PersonRules[]])[] {
  const groups = new Map<string, [PersonRules, ...PersonRules[]]>();
  everybody.forEach((rules, k) => {
    const key = texts[k] as string;
    const group = groups.get(key);
    if (group) group.push(rules);
    else groups.set(key, [rules]);
  });
  return [...groups.values()];
}

/** Makes pricings, one person after another; people under the same rules who may do about the same share what they can. */
export class Pricings {
  readonly #lowered: Lowered;
  readonly #members = new Map<number, Members>();
  readonly #families = new Map<Members, Family>();
  readonly #automata = new Map<number, Automaton>();
  readonly #budget: Budget;

  constructor(lowered: Lowered, everybody: readonly PersonRules[], budget = MOST) {
    this.#lowered = lowered;
    this.#budget = { ...budget };
    const texts = new Map<Form, string>();
    const walks = everybody.map((rules) => walkText(rules, texts));
    for (const people of alike(everybody, walks)) {
      const automaton = new Automaton(lowered, people);
      for (const { person } of people) this.#automata.set(person, automaton);
    }
    const groups = alike(everybody, everybody.map((rules, k) => `${walks[k]};${boundText(lowered, rules)}`));
    for (const people of groups) {
      const joined: Group[] = [];
      for (const rules of people) this.#join(rules, joined);
    }
  }

  /** Puts a person into the first group that need not grow much for her, or into a new one. */
  #join(rules: PersonRules, groups: Group[]): void {
    const { person } = rules;
    const { slots, activities } = this.#lowered.frame;
    const mine = this.#lowered.allowed.subarray(person * slots * activities, (person + 1) * slots * activities);
    const size = count(mine);
    for (const group of groups) {
      const { people, possible } = group.members;
      const united = possible.map((bit, k) => bit | (mine[k] as number));
      if (count(united) > SPREAD * Math.min(size, group.least)) continue;
      possible.set(united);
      people.push(rules);
      group.least = Math.min(size, group.least);
      this.#members.set(person, group.members);
      return;
    }
    const members: Members = { people: [rules], possible: mine.slice() };
    groups.push({ members, least: size });
    this.#members.set(person, members);
  }

  /** The pricing of a person; null if rows are too loosely bound for it. */
  of(rules: PersonRules): Pricing | null {
    const members = this.#members.get(rules.person);
    const automaton = this.#automata.get(rules.person);
    if (members === undefined || automaton === undefined) return null;
    const family = this.#families.get(members) ?? familyOf(this.#lowered, automaton, members, this.#budget);
    if (family === null) return null;
    this.#families.set(members, family);
    return new Pricing(this.#lowered, rules, family);
  }
}

const count = (bits: Uint8Array): number => bits.reduce((sum, bit) => sum + bit, 0);
