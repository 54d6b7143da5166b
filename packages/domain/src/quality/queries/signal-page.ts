import type { Knex } from 'knex';
import { defineQuery } from '../../db/operation.ts';
import type { Scope } from '../../db/scope.ts';
import { byId } from '../../kernel/index.ts';
import { Contribution, Facility, Metric, Signal } from '../model.ts';
import { becauseSentence, periodicityRules } from '../rules.ts';
import { peerDistributionOf } from './page-distribution.ts';
import { historyOf } from './page-history.ts';
import { dataNotes } from './page-notes.ts';
import { pagePeriods } from './page-periods.ts';
import { reasonsOf } from './page-reasons.ts';
import { type SignalPage, signalPageShape } from './page-shapes.ts';

/** Columns leave by name; what the page does not show stays here. */
const shown = signalPageShape.shape;

async function contributionsOf(trx: Knex.Transaction, signal: Signal): Promise<SignalPage['contributions']> {
  const parts = await Contribution.query(trx).where({ signalId: signal.id }).orderBy('rank');
  const leftOut = signal.metadata?.['contributionsLeftOut'];
  const names = Array.isArray(leftOut) ? leftOut.filter((name): name is string => typeof name === 'string') : [];
  const missing = names.length > 0 ? `Left out, because the source withholds their counts: ${names.join(', ')}.` : null;
  const alone = parts.length === 0 ? 'Too few measures of this hospital have published counts to take its result apart.' : null;
  return {
    title: 'All measures of this hospital, weighted by expected readmissions',
    note: alone ?? missing,
    parentValue: parts[0]?.parentValue ?? null,
    parts: parts.map((part) => shown.contributions.shape.parts.element.parse({ ...part.$toJson(), isThis: part.metricRef === signal.metricRef })),
  };
}

async function regressionOf(trx: Knex.Transaction, scope: Scope, id: string | null): Promise<SignalPage['regressionOf']> {
  if (id === null) return null;
  const earlier = await Signal.byId<Signal>(trx, scope, id);
  return { id: earlier.id, signalNumber: earlier.signalNumber, closedAt: earlier.closedAt };
}

const headlineOf = (signal: Signal) => ({
  periodLabel: signal.latestPeriodLabel,
  value: signal.latestValue,
  peerMean: signal.latestPeerMean,
  peerLowerQuartile: signal.latestPeerLowerQuartile,
  peerUpperQuartile: signal.latestPeerUpperQuartile,
  peerCount: signal.latestPeerCount,
});

/** Everything the page of one signal shows: the chart, the reasons, the peers, where it comes from and its history. */
export const signalPage = defineQuery({
  name: 'quality.signal.page',
  permission: 'quality.signal.read',
  input: byId,
  output: signalPageShape,
  read: async (trx, scope, { id }) => {
    const signal = await Signal.byId<Signal>(trx, scope, id);
    const metric = await Metric.byId<Metric>(trx, scope, signal.metricRef);
    const facility = await Facility.byId<Facility>(trx, scope, signal.facilityRef);
    const periods = pagePeriods(signal);
    const rhythm = periodicityRules[metric.periodicity];
    return {
      signal: shown.signal.parse(signal),
      metric: shown.metric.parse(metric),
      facilityRecord: shown.facilityRecord.parse(facility),
      regressionOf: await regressionOf(trx, scope, signal.regressionOf),
      because: becauseSentence(headlineOf(signal), metric),
      chart: { kind: rhythm.chart, note: rhythm.chartNote, step: rhythm.step },
      periods,
      inputs: signal.simplifiedInputs,
      indicators: signal.simplifiedIndicators,
      calculation: signal.simplifiedSeverityCalculation,
      ...reasonsOf(signal),
      distribution: await peerDistributionOf(trx, signal, periods.at(-1)),
      contributions: await contributionsOf(trx, signal),
      history: await historyOf(trx, id),
      dataNotes: dataNotes(signal, metric, facility, periods),
    };
  },
});
