import type { Periodicity } from '../schema/vocabulary.ts';

/** What a reporting rhythm allows us to say. Minimums count periods with a value inside the window. */
export interface PeriodicityRules {
  readonly title: string;
  /** One step of the time axis, in words. */
  readonly step: string;
  readonly stepsPerYear: number;
  /** Neighbouring points share patients, so they are not independent. */
  readonly overlapping: boolean;
  /** Steps of the time axis that are judged, the latest included. */
  readonly window: number;
  readonly minimumForType: number;
  readonly minimumForSlope: number;
  readonly minimumForAcceleration: number;
  readonly chart: 'control_limits' | 'run';
  /** Why the chart is the one it is; empty when limits are drawn. */
  readonly chartNote: string;
}

const overlap = 'The windows overlap, so neighbouring points share patients and control limits would mislead.';

/** The one table of minimum periods. */
export const periodicityRules: Readonly<Record<Periodicity, PeriodicityRules>> = {
  monthly: {
    title: 'Monthly',
    step: 'month',
    stepsPerYear: 12,
    overlapping: false,
    window: 12,
    minimumForType: 3,
    minimumForSlope: 6,
    minimumForAcceleration: 12,
    chart: 'control_limits',
    chartNote: '',
  },
  quarterly: {
    title: 'Quarterly',
    step: 'quarter',
    stepsPerYear: 4,
    overlapping: false,
    window: 12,
    minimumForType: 3,
    minimumForSlope: 6,
    minimumForAcceleration: 8,
    chart: 'control_limits',
    chartNote: '',
  },
  yearly: {
    title: 'Yearly',
    step: 'year',
    stepsPerYear: 1,
    overlapping: false,
    window: 12,
    minimumForType: 3,
    minimumForSlope: 5,
    minimumForAcceleration: 8,
    chart: 'run',
    chartNote: 'One point a year is too few for control limits.',
  },
  rolling_quarterly: {
    title: 'Rolling window, published quarterly',
    step: 'quarter',
    stepsPerYear: 4,
    overlapping: true,
    window: 12,
    minimumForType: 3,
    minimumForSlope: 6,
    minimumForAcceleration: 12,
    chart: 'run',
    chartNote: overlap,
  },
  rolling_yearly: {
    title: 'Rolling window, published yearly',
    step: 'year',
    stepsPerYear: 1,
    overlapping: true,
    window: 12,
    minimumForType: 3,
    minimumForSlope: 5,
    minimumForAcceleration: 8,
    chart: 'run',
    chartNote: overlap,
  },
};

/**
 * Place of a period on the time axis by the day it ends, in steps of the rhythm. Sources whose windows vary in length
 * may use the year of publication instead; what matters is that a missing period leaves a gap.
 */
export function periodIndexOf(periodicity: Periodicity, periodEnd: string): number {
  const year = Number(periodEnd.slice(0, 4));
  const month = Number(periodEnd.slice(5, 7));
  if (!Number.isInteger(year) || !(month >= 1 && month <= 12))
    throw new RangeError(`${periodEnd} is not a day in the form 2026-09-30.`);
  const { stepsPerYear } = periodicityRules[periodicity];
  return stepsPerYear === 1 ? year + month / 12 : year * stepsPerYear + Math.floor(((month - 1) * stepsPerYear) / 12);
}
