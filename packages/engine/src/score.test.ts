import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSchedule } from './check.ts';
import { generateHalfDays } from './generate.ts';
import { lower } from './lower.ts';
import type { Lowered } from './lower.ts';
import { requireProblem } from './problem.ts';
import type { Problem } from './problem.ts';
import { randomOf } from './random.ts';
import { scheduleOf } from './schedule.ts';
import { REFUSED, Score, unpack } from './score.ts';
import { greedy } from './search/greedy.ts';
import { optionsOf } from './search/options.ts';
import { randomProblem } from './testing/random-problem.ts';

/** Activities each free cell may take. */
function choices(lowered: Lowered): number[][] {
  const { activities } = lowered.frame;
  return Array.from(lowered.pinned, (pinned, at) =>
    pinned >= 0 ? [] : Array.from({ length: activities }, (_, a) => a).filter((a) => lowered.allowed[at * activities + a] === 1),
  );
}

function wander(problem: Problem, moves: number, every: number, seed: number): number {
  const lowered = lower(problem);
  const score = new Score(lowered);
  const { people, slots, history } = lowered.frame;
  const options = choices(lowered);
  const random = randomOf(seed);
  const fresh = new Score(lowered);
  let compared = 0;
  for (let move = 0; move < moves; move++) {
    const person = Math.floor(random() * people);
    const slot = history + Math.floor(random() * (slots - history));
    const open = options[person * slots + slot] ?? [];
    if (open.length > 0) score.set(person, slot, open[Math.floor(random() * open.length)]!);
    if (move % every !== 0) continue;
    fresh.load(score.cells);
    expect(score.total).toBe(fresh.total);
    const found = checkSchedule(problem, scheduleOf(lowered.frame, score.cells));
    expect(unpack(score.total)).toEqual({ hard: found.hard, soft: found.soft });
    compared++;
  }
  return compared;
}

/** Looks at random changes and trades, in full and with a limit, and compares with making them. */
function look(problem: Problem, tries: number, seed: number): number {
  const lowered = lower(problem);
  const score = new Score(lowered);
  const { people, slots, history } = lowered.frame;
  const options = choices(lowered);
  const random = randomOf(seed);
  let refused = 0;
  score.hardWeight = 15;
  for (let k = 0; k < tries; k++) {
    const [person, other] = [Math.floor(random() * people), Math.floor(random() * people)];
    const slot = history + Math.floor(random() * (slots - history));
    const open = options[person * slots + slot] ?? [];
    const activity = open[Math.floor(random() * open.length)];
    if (activity === undefined || person === other) continue;
    const limit = random() * 8;
    const trade = random() < 0.5;
    const [whole, limited] = trade
      ? [score.peekExchange(person, other, slot), score.peekExchange(person, other, slot, 0, limit)]
      : [score.peek(person, slot, activity), score.peek(person, slot, activity, 0, limit)];
    const total = score.total;
    expect(trade ? score.exchange(person, other, slot) : score.set(person, slot, activity)).toBe(whole);
    expect(score.total).toBe(total + whole);
    if (limited === REFUSED) {
      refused++;
      expect(score.energyOf(whole)).toBeGreaterThan(limit);
    } else expect(limited).toBe(whole);
  }
  return refused;
}

const SHORT_RULES = new Set(['capacity', 'supervision', 'continuity', 'planDistance']);

/** The soft rules of a problem that look at one or two cells of a person, or at one slot. */
const withShortRules = (problem: Problem): Problem =>
  ({ ...problem, constraints: problem.constraints.filter((rule) => SHORT_RULES.has(rule.type)).map((rule) => ({ ...rule, level: 'soft' as const })) });

/** Sequences whose later step is written first, and whose steps are in one and the same slot. */
const backwards = requireProblem({
  grid: { days: 12 },
  people: ['p', 'q'].map((id) => ({ id })),
  activities: ['off', 'a', 'b'].map((id) => ({ id })),
  constraints: [
    { id: 'back', type: 'forbiddenSequence', level: 'soft', weight: 5, params: { steps: [{ activities: ['a'], after: 1 }, { activities: ['b'], after: 0 }] } },
    { id: 'far', type: 'forbiddenSequence', level: 'soft', weight: 3, params: { steps: [{ activities: ['b'], after: 4 }, { activities: ['b'], after: 1 }] } },
    { id: 'both', type: 'forbiddenSequence', level: 'soft', weight: 4, params: { steps: [{ activities: ['a', 'b'] }, { not: ['a'], after: 0 }] } },
    { id: 'a', type: 'capacity', level: 'soft', weight: 2, params: { activities: ['a'], needs: [{ max: 1 }] } },
  ],
});

/** For most slots, something else that a person may do; what she does for the others. */
function planOf(score: Score, person: number, options: readonly number[][], random: () => number): Uint8Array {
  const { slots } = score.lowered.frame;
  return score.cells.slice(person * slots, (person + 1) * slots).map((present, slot) => {
    const open = options[person * slots + slot] ?? [];
    return random() < 0.2 ? present : (open[Math.floor(random() * open.length)] ?? present);
  });
}

/** Slots [from, to) that two people trade, or that one takes over from a plan. */
interface Take {
  readonly person: number;
  readonly other: number | null;
  readonly from: number;
  readonly to: number;
  readonly plan: Uint8Array;
}

/** Makes it slot by slot; returns what it changes. */
function make(score: Score, { person, other, from, to, plan }: Take): number {
  let change = 0;
  for (let slot = from; slot < to; slot++) change += other === null ? score.set(person, slot, plan[slot]!) : score.exchange(person, other, slot);
  return change;
}

const isHopeless = (score: Score, { person, other, from, to, plan }: Take, limit: number): boolean =>
  other === null ? score.isTakingHopeless(person, from, to, plan, limit) : score.isTradeHopeless(person, other, from, to, limit);

/** Glances at random stretches that one person takes over or two trade, and compares with making them; `misses` are dear ones that were not seen. */
function glance(problem: Problem, tries: number, seed: number): { taken: number; traded: number; misses: number } {
  const lowered = lower(problem);
  const score = new Score(lowered);
  greedy(score, optionsOf(lowered));
  const { people, slots, history } = lowered.frame;
  const options = choices(lowered);
  const random = randomOf(seed);
  const seen = { taken: 0, traded: 0, misses: 0 };
  score.hardWeight = 15;
  for (let k = 0; k < tries; k++) {
    const person = Math.floor(random() * people);
    const other = random() < 0.5 ? null : (person + 1 + Math.floor(random() * (people - 1))) % people;
    const from = history + Math.floor(random() * (slots - history));
    const take: Take = { person, other, from, to: Math.min(slots, from + 1 + Math.floor(random() * 6)), plan: planOf(score, person, options, random) };
    const before = score.cells.slice(person * slots, (person + 1) * slots);
    const limit = random() * 8;
    const hopeless = isHopeless(score, take, limit);
    const change = make(score, take);
    if (hopeless) {
      expect(score.energyOf(change)).toBeGreaterThan(limit);
      seen[other === null ? 'taken' : 'traded']++;
    } else if (other === null && change > limit) seen.misses++;
    if (score.energyOf(change) > limit) make(score, { ...take, plan: before });
  }
  return seen;
}

describe('score', () => {
  it('knows at a glance that a stretch is too dear, and of short rules knows all', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => glance(randomProblem(seed), 300, seed).misses >= 0), { numRuns: 60 });
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => glance(withShortRules(randomProblem(seed)), 60, seed).misses === 0), { numRuns: 40 });
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => glance(backwards, 60, seed).misses === 0), { numRuns: 20 });
    const { taken, traded } = glance(generateHalfDays(24), 20_000, 5);
    expect(Math.min(taken, traded)).toBeGreaterThan(100);
  });

  it('sees before a change what the change will cost, and refuses early only what is too dear', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => look(randomProblem(seed), 60, seed) >= 0), { numRuns: 40 });
    expect(look(generateHalfDays(24), 20_000, 5)).toBeGreaterThan(100);
  });

  it('equals the literal reading of every rule type after each random change', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => wander(randomProblem(seed), 30, 1, seed) === 30), { numRuns: 25 });
  });

  it('equals it too where the steps of a sequence are written backwards, or are about one slot', () => {
    expect(wander(backwards, 2_000, 1, 4)).toBe(2_000);
  });

  it('equals the checker along 100,000 changes of a 24-resident block', () => {
    expect(wander(generateHalfDays(24), 100_000, 100, 3)).toBe(1_000);
  }, 120_000);

  it('moves and takes back without a trace', () => {
    const lowered = lower(generateHalfDays(24));
    const score = new Score(lowered);
    const before = score.total;
    const delta = score.set(0, 0, 1);
    expect(score.total).toBe(before + delta);
    expect(score.set(0, 0, 0) + delta).toBe(0);
    expect(score.total).toBe(before);
  });
});
