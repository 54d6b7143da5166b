import type { RuleFacts } from './conditions.ts';

/** One addition to the base severity. `reason` is told also when the step adds nothing. */
export interface SeverityStep {
  readonly factor: string;
  readonly assess: (facts: RuleFacts) => { readonly adjustment: number; readonly reason: string };
}

const SPIKE_STEP = 0.5;
const ROUNDING_SLACK = 1e-9;
const STEADY_STD = 0.3;

const short = (value: number): string => value.toFixed(2);

/** Moves by up to two for the place among the peers' slopes. */
export function slopeAdjustment(p: number | null): number {
  if (p === null) return 0;
  if (p < 20) return -2;
  if (p < 40) return -1;
  if (p <= 60) return 0;
  return p < 80 ? 1 : 2;
}

/** Moves by up to two for the standing among peers. */
export function positionAdjustment(z: number): number {
  if (z < -1) return -2;
  if (z < -0.5) return -1;
  if (z <= 0.5) return 0;
  return z <= 1 ? 1 : 2;
}

const momentumSize = (amount: number, { momentumThreshold, strongMomentumThreshold }: RuleFacts['settings']): number => {
  if (amount > strongMomentumThreshold) return 2;
  return amount > momentumThreshold ? 1 : 0;
};

const momentumReason = (acceleration: number | null): string =>
  acceleration === null ? 'acceleration unknown' : `acceleration ${acceleration.toPrecision(3)}`;

const whenTrue = (factor: string, adjustment: number, holds: (facts: RuleFacts) => boolean, reason: (facts: RuleFacts) => string) => ({
  factor,
  assess: (facts: RuleFacts) => ({ adjustment: holds(facts) ? adjustment : 0, reason: reason(facts) }),
});

/** The steps rules choose from. */
export const severitySteps = {
  slope: {
    factor: 'slope',
    assess: ({ inputs: { slopePercentile: p } }) => ({
      adjustment: slopeAdjustment(p),
      reason: p === null ? 'slope unknown' : `slope percentile ${p.toFixed(1)}`,
    }),
  },
  position: {
    factor: 'position',
    assess: ({ inputs: { aggregateZscore: z } }) => ({ adjustment: positionAdjustment(z), reason: `mean z ${short(z)}` }),
  },
  upMomentum: {
    factor: 'up_momentum',
    assess: ({ inputs: { acceleration }, settings }) => ({
      adjustment: momentumSize(acceleration ?? 0, settings),
      reason: momentumReason(acceleration),
    }),
  },
  downMomentum: {
    factor: 'down_momentum',
    assess: ({ inputs: { acceleration }, settings }) => ({
      adjustment: 0 - momentumSize(-(acceleration ?? 0), settings),
      reason: momentumReason(acceleration),
    }),
  },
  severePosition: whenTrue(
    'severe_position',
    1,
    ({ inputs }) => inputs.aggregateZscore > 2,
    ({ inputs }) => `mean z ${short(inputs.aggregateZscore)}, severe is over 2`,
  ),
  steadyHarm: whenTrue(
    'steady',
    1,
    ({ inputs }) => inputs.zscoreStd < STEADY_STD,
    ({ inputs }) => `spread of z ${short(inputs.zscoreStd)}, very steady is under 0.3`,
  ),
  steadyExcellence: whenTrue(
    'steady',
    -1,
    ({ inputs }) => inputs.zscoreStd < STEADY_STD,
    ({ inputs }) => `spread of z ${short(inputs.zscoreStd)}, very steady is under 0.3`,
  ),
  outstanding: whenTrue(
    'outstanding',
    -1,
    ({ inputs }) => inputs.aggregateZscore < -2,
    ({ inputs }) => `mean z ${short(inputs.aggregateZscore)}, outstanding is under -2`,
  ),
  spikeSize: {
    factor: 'spike_size',
    assess: ({ inputs: { maxAbsDeviation }, settings: { spikeThreshold } }) => ({
      adjustment: Math.max(0, Math.min(2, Math.floor((maxAbsDeviation - spikeThreshold) / SPIKE_STEP + ROUNDING_SLACK))),
      reason: `largest |z| ${short(maxAbsDeviation)}, spike from ${spikeThreshold}`,
    }),
  },
  spikeOver: whenTrue(
    'spike_over',
    -1,
    ({ inputs: { latestZscore } }) => latestZscore !== null && Math.abs(latestZscore) <= 0.5,
    ({ inputs: { latestZscore } }) => (latestZscore === null ? 'latest z unknown' : `latest z ${short(latestZscore)}`),
  ),
} as const satisfies Record<string, SeverityStep>;
