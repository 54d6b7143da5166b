import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTenant, type Scope } from '../../../db/index.ts';
import { found } from '../../../kernel/index.ts';
import { aTenant, testDatabase, type TestDatabase } from '../../../testing.ts';
import { claim, snapshotFile, unwatched } from '../../fixtures.ts';
import { importSnapshot } from '../../importers.ts';
import { Facility, Metric, Observation, Signal } from '../../model.ts';
import { type FacilitySeries, judgeMetric, type Judgement, mean, peerMinimums, populationStd } from '../../rules.ts';
import type { PeerGroup } from '../../schema.ts';
import { recalculateSignals } from '../recalculate.ts';

let db: TestDatabase;
let scope: Scope;
let facilities: readonly Facility[];

beforeAll(async () => {
  db = await testDatabase();
  scope = await aTenant(db.database);
  await importSnapshot(scope, { path: snapshotFile(), own: [] }, unwatched);
  facilities = await inTenant(scope, (trx) => Facility.query(trx).orderBy('ccn'));
  await claim(scope, facilities.filter((_, place) => place % 32 === 0).map(({ ccn }) => ccn));
}, 240_000);
afterAll(() => db.close());

const groupOf: Readonly<Record<PeerGroup, (facility: Facility) => string | null>> = {
  all: () => '',
  state: ({ state }) => state,
  ownership: ({ ownership }) => ownership,
  hospital_type: ({ type }) => type,
};

const read = new Map<string, readonly Observation[]>();

/** All that was observed of a metric, read once for all groups. */
async function observationsOf(metric: Metric): Promise<readonly Observation[]> {
  const rows =
    read.get(metric.id) ??
    (await inTenant(scope, (trx) =>
      Observation.query(trx).select('facilityRef', 'periodIndex', 'value', 'denominator', 'suppressed').where({ metricRef: metric.id }),
    ));
  read.set(metric.id, rows);
  return rows;
}

/** What the pure rules make of the same observations. */
async function judgedInCode(metric: Metric, group: PeerGroup): Promise<ReadonlyMap<string, Judgement>> {
  const rows = await observationsOf(metric);
  const known = new Map(facilities.map((facility) => [facility.id, facility]));
  const groups = new Map<string, Map<string, FacilitySeries & { periods: FacilitySeries['periods'][number][] }>>();
  for (const row of rows) {
    const value = groupOf[group](found(known.get(row.facilityRef), 'facility'));
    if (value === null) continue;
    const series = groups.get(value) ?? new Map<string, FacilitySeries & { periods: FacilitySeries['periods'][number][] }>();
    groups.set(value, series);
    const one = series.get(row.facilityRef) ?? { facility: row.facilityRef, periods: [] };
    series.set(row.facilityRef, one);
    one.periods.push({ index: row.periodIndex, value: row.value, denominator: row.denominator, suppressed: row.suppressed });
  }
  const judgements = [...groups.values()].flatMap((series) => judgeMetric(metric, [...series.values()]).judgements);
  return new Map(judgements.map((judgement) => [judgement.facility, judgement]));
}

const near = (actual: number | null | undefined, expected: number | null | undefined, what: string): void => {
  if (expected === null || expected === undefined) expect(actual ?? null, what).toBeNull();
  else expect(Math.abs((actual ?? Number.NaN) - expected), `${what}: ${actual} for ${expected}`).toBeLessThan(1e-9);
};

const numbersStored = ({ simplifiedInputs: inputs, classificationContext: context }: Signal): readonly (number | null | undefined)[] =>
  inputs && context
    ? [
        inputs.aggregate_zscore,
        inputs.slope_percentile,
        inputs.acceleration,
        inputs.zscore_std,
        inputs.max_abs_deviation,
        context.slope_change,
        context.value_zscore,
        context.robust_zscore,
        context.raw_slope,
        context.raw_acceleration,
      ]
    : [];

const numbersJudged = ({ inputs, ...judgement }: Judgement): readonly (number | null)[] =>
  inputs
    ? [
        inputs.aggregateZscore,
        inputs.slopePercentile,
        inputs.acceleration,
        inputs.zscoreStd,
        inputs.maxAbsDeviation,
        inputs.slopeChange,
        judgement.valueZscore,
        judgement.robustZscore,
        judgement.rawSlope,
        judgement.rawAcceleration,
      ]
    : [];

function compare(signal: Signal, judgement: Judgement): void {
  const who = `${signal.facility} ${signal.metricId}`;
  const stored = numbersStored(signal);
  const judged = numbersJudged(judgement);
  expect(stored.length, who).toBe(judged.length);
  for (const [place, value] of judged.entries()) near(stored[place], value, `${who} number ${place}`);
  expect(Math.abs(Number(signal.metricValue) - judgement.value), who).toBeLessThan(0.000_050_1);
  expect([signal.encounters, signal.suppressed], who).toEqual([judgement.encounters, judgement.suppressed]);
  const verdict = [judgement.classification?.type, judgement.classification?.severity];
  expect([signal.simplifiedSignalType, signal.simplifiedSeverity], who).toEqual(verdict);
}

test.each(['hospital_type', 'all', 'state'] as const)(
  'compared with %s, the database computes what the rules compute',
  async (peerGroup) => {
    const report = await recalculateSignals(scope, { peerGroup }, unwatched);
    const { signals, metrics } = await inTenant(scope, async (trx) => ({
      signals: await Signal.query(trx).where({ peerGroup }),
      metrics: await Metric.query(trx),
    }));
    let compared = 0;
    for (const metric of metrics) {
      const judged = await judgedInCode(metric, peerGroup);
      for (const signal of signals.filter(({ metricRef }) => metricRef === metric.id)) {
        const judgement = found(judged.get(signal.facilityRef), 'judgement');
        if (judgement.classification) compare(signal, judgement);
        else expect(signal.unclassifiedReason).toBe(judgement.unclassifiedReason);
        compared += 1;
      }
    }
    expect(compared).toBe(signals.length);
    expect(compared).toBe(report.processed);
    expect(compared).toBeGreaterThan(400);
    expect(new Set(signals.map(({ simplifiedSignalType }) => simplifiedSignalType)).size).toBeGreaterThanOrEqual(7);
  },
  120_000,
);

test('the band of a period, after the comparison with a state, is that of its peers, and hidden below ten', async () => {
  const { signal, values } = await inTenant(scope, async (trx) => {
    const one = found(await Signal.query(trx).where({ peerGroupValue: 'CA' }).whereNotNull('latestPeerMean').first(), 'signal');
    const peers = await Observation.query(trx)
      .alias('o')
      .join('quality.facilities as f', 'f.id', 'o.facilityRef')
      .where({ 'o.metricRef': one.metricRef, 'o.periodIndex': 2024.5, 'f.state': 'CA' })
      .whereNotNull('o.value')
      .select('o.value');
    return { signal: one, values: peers.map(({ value }) => Number(value)) };
  });
  expect(signal.latestPeerCount).toBe(values.length);
  near(signal.latestPeerMean, mean(values), 'mean');
  expect(populationStd(values)).toBeGreaterThan(0);
  const bands = await inTenant(scope, (trx) => Signal.query(trx).select('peerPercentileTrends'));
  const hidden = bands.flatMap(({ peerPercentileTrends: trends }) =>
    (trends?.sample_sizes ?? []).map((size, place) => [size < peerMinimums.perPeriod, trends?.p50[place] === null]),
  );
  expect(hidden.some(([few]) => few)).toBe(true);
  expect(hidden.every(([few, without]) => few === without)).toBe(true);
});
