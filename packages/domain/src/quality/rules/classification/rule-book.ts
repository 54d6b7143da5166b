import type { SeverityRange } from '../../schema/signal-documents.ts';
import type { SignalType } from '../../schema/vocabulary.ts';
import { conditions, type Condition, type RuleFacts } from './conditions.ts';
import { severitySteps, type SeverityStep } from './severity-steps.ts';

/** One row of the decision table: when it applies, how grave it is, and where that was settled. */
export interface ClassificationRule {
  readonly id: SignalType;
  readonly title: string;
  readonly source: string;
  readonly conditions: readonly Condition[];
  readonly matches: (facts: RuleFacts) => boolean;
  readonly range: SeverityRange;
  readonly base: number;
  readonly steps: readonly SeverityStep[];
}

/** Rounds a half to the even neighbour, as the reference engine does; `Math.round` would lift 42.5 to 43. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

const rule = (facts: Omit<ClassificationRule, 'matches' | 'base'>): ClassificationRule =>
  Object.freeze({
    ...facts,
    matches: (given: RuleFacts) => facts.conditions.every(({ holds }) => holds(given)),
    base: roundHalfToEven((facts.range[0] + facts.range[1]) / 2),
  });

const c = conditions;
const s = severitySteps;
const OBSERVED = 'Reproduces the published output of the reference engine';
const DECIDED = 'Our decision where the reference engine left no example';

/** The nine rules in the order they are tried; the first that matches decides, and the last matches everything. */
export const classificationRules: readonly ClassificationRule[] = Object.freeze([
  rule({
    id: 'suspect_data',
    title: 'The data cannot carry a judgement',
    source: OBSERVED,
    conditions: [c.unusable],
    range: [50, 50],
    steps: [],
  }),
  rule({
    id: 'critical_trajectory',
    title: 'Bad and getting worse fast',
    source: DECIDED,
    conditions: [c.bad, c.rapidlyWorsening, c.gathersPace],
    range: [91, 100],
    steps: [s.slope, s.upMomentum, s.severePosition],
  }),
  rule({
    id: 'recovering',
    title: 'Bad but improving',
    source: DECIDED,
    conditions: [c.bad, c.improving],
    range: [76, 80],
    steps: [s.slope, s.downMomentum, s.severePosition],
  }),
  rule({
    id: 'chronic_underperformer',
    title: 'Persistently bad, not improving',
    source: OBSERVED,
    conditions: [c.bad, c.slopeKnown, c.stays],
    range: [81, 90],
    steps: [s.slope, s.severePosition, s.steadyHarm],
  }),
  rule({
    id: 'volatility_alert',
    title: 'An unusual spike',
    source: DECIDED,
    conditions: [c.spike],
    range: [71, 75],
    steps: [s.spikeSize, s.spikeOver],
  }),
  rule({
    id: 'emerging_risk',
    title: 'Fine now, heading the wrong way',
    source: OBSERVED,
    conditions: [c.nearNormal, c.worsening, c.reallyWorsens],
    range: [60, 70],
    steps: [s.slope, s.upMomentum, s.position],
  }),
  rule({
    id: 'sustained_excellence',
    title: 'Best in class and steady',
    source: DECIDED,
    conditions: [c.excellent, c.consistent, c.notWorsening],
    range: [0, 12],
    steps: [s.slope, s.steadyExcellence, s.outstanding],
  }),
  rule({
    id: 'improving_leader',
    title: 'Good and getting better',
    source: OBSERVED,
    conditions: [c.good, c.improving],
    range: [13, 25],
    steps: [s.slope, s.downMomentum],
  }),
  rule({
    id: 'baseline',
    title: 'Nothing urgent',
    source: OBSERVED,
    conditions: [],
    range: [26, 59],
    steps: [s.slope, s.position],
  }),
]);

/** The rule of a type. */
export function ruleOf(type: SignalType): ClassificationRule {
  const found = classificationRules.find(({ id }) => id === type);
  if (!found) throw new RangeError(`There is no rule for ${type}.`);
  return found;
}
