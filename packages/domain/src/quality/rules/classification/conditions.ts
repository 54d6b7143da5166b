import type { Position, Trend } from '../../schema/vocabulary.ts';
import type { Indicators } from './indicators.ts';
import type { ClassificationInputs } from './inputs.ts';
import type { ClassificationSettings } from './settings.ts';

/** Everything a rule may look at. */
export interface RuleFacts {
  readonly inputs: ClassificationInputs;
  readonly indicators: Indicators;
  readonly settings: ClassificationSettings;
}

/** One part of a rule, written so that a reader sees why it held or failed. */
export interface Condition {
  readonly id: string;
  readonly title: string;
  readonly holds: (facts: RuleFacts) => boolean;
}

const condition = (id: string, title: string, holds: Condition['holds']): Condition => ({ id, title, holds });

const positionIn = (id: string, title: string, allowed: readonly Position[]): Condition =>
  condition(id, title, ({ indicators }) => allowed.includes(indicators.position));

const trendIn = (id: string, title: string, allowed: readonly Trend[]): Condition =>
  condition(id, title, ({ indicators }) => allowed.includes(indicators.trend));

const worseningTrends: readonly Trend[] = ['worsening', 'rapidly_worsening'];

/** The parts rules are made of. */
export const conditions = {
  unusable: condition(
    'data.unusable',
    'suppressed, or too few periods',
    ({ inputs, settings }) => inputs.suppressed || inputs.periodCount < settings.minimumPeriods,
  ),
  bad: positionIn('position.bad', 'elevated or severe against peers', ['elevated', 'severe']),
  nearNormal: positionIn('position.near-normal', 'normal or marginal against peers', ['normal', 'marginal']),
  excellent: positionIn('position.excellent', 'excellent against peers', ['excellent']),
  good: positionIn('position.good', 'normal or better than peers', ['excellent', 'favorable', 'normal']),
  worsening: trendIn('trend.worsening', 'worsening faster than 7 in 10 peers', worseningTrends),
  notWorsening: condition(
    'trend.not-worsening',
    'not worsening faster than 7 in 10 peers',
    ({ indicators }) => !worseningTrends.includes(indicators.trend),
  ),
  rapidlyWorsening: trendIn('trend.rapidly-worsening', 'worsening faster than 9 in 10 peers', ['rapidly_worsening']),
  improving: trendIn('trend.improving', 'improving faster than 7 in 10 peers', ['improving', 'rapidly_improving']),
  gathersPace: condition(
    'momentum.gathers-pace',
    'accelerating, or severe and not decelerating',
    ({ indicators: { momentum, position } }) =>
      momentum === 'accelerating' || (position === 'severe' && momentum !== 'decelerating'),
  ),
  slopeKnown: condition('trend.known', 'enough periods for a slope', ({ inputs }) => inputs.slopePercentile !== null),
  stays: condition(
    'trend.stays',
    'worsening, or stable and either consistent or severe',
    ({ indicators: { trend, consistency, position } }) =>
      worseningTrends.includes(trend) || (trend === 'stable' && (consistency === 'consistent' || position === 'severe')),
  ),
  spike: condition('deviation.spike', 'one period far from its peers', ({ indicators }) => indicators.hasSpike),
  reallyWorsens: condition(
    'slope.really-worsens',
    'the fitted line itself worsens, not only against peers',
    ({ inputs: { slopeChange }, settings: { slopeGuard } }) =>
      slopeGuard === null || slopeChange === null || slopeChange >= slopeGuard,
  ),
  consistent: condition(
    'consistency.consistent',
    'steady from period to period',
    ({ indicators }) => indicators.consistency === 'consistent',
  ),
} as const satisfies Record<string, Condition>;
