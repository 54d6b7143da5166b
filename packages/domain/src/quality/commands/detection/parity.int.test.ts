import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, execute, inTenant, type Scope } from '../../../db/index.ts';
import { found } from '../../../kernel/index.ts';
import { aTenant, testDatabase, type TestDatabase } from '../../../testing.ts';
import { claim, importWhole, publishedFile, unwatched } from '../../fixtures.ts';
import { Contribution, Facility, Metric, Observation, Signal } from '../../model.ts';
import { signalPage } from '../../queries/signal-page.ts';
import { type FacilitySeries, judgeMetric, type Judgement, mean, peerMinimums, populationStd } from '../../rules.ts';
import type { PeerGroup } from '../../schema.ts';
import { claimFacility } from '../claim-facility.ts';
import { editSignal } from '../edit-signal.ts';
import { recalculateSignals } from '../recalculate.ts';

let db: TestDatabase;
let scope: Scope;
let facilities: readonly Facility[];

beforeAll(async () => {
  db = await testDatabase();
  scope = await aTenant(db.database);
  await importWhole(scope, publishedFile('hospitals'));
  await importWhole(scope, publishedFile('nineYears'));
  facilities = await inTenant(scope, (trx) => Facility.query(trx).orderBy('ccn'));
  await claim(scope, facilities.filter((_, place) => place % 24 === 0).map(({ ccn }) => ccn));
}, 240_000);
afterAll(() => db.close());

const groupOf: Readonly<Record<PeerGroup, (facility: Facility) => string | null>> = {
  all: () => '',
  state: ({ state }) => state,
  ownership: ({ ownership }) => ownership,
  hospital_type: ({ type }) => type,
};

/** What the pure rules make of the same observations. */
async function judgedInCode(metric: Metric, group: PeerGroup): Promise<ReadonlyMap<string, Judgement>> {
  const rows = await inTenant(scope, (trx) => Observation.query(trx).where({ metricRef: metric.id }));
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

test.each(['all', 'state', 'ownership', 'hospital_type'] as const)(
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
    expect(compared).toBeGreaterThan(500);
    expect(new Set(signals.map(({ simplifiedSignalType }) => simplifiedSignalType)).size).toBeGreaterThanOrEqual(7);
  },
  120_000,
);

test('the band of a period is that of its peers, and hidden below ten', async () => {
  await recalculateSignals(scope, { peerGroup: 'state' }, unwatched);
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

test('the page of a signal says how it came about', async () => {
  const worst = await inTenant(scope, async (trx) => found(await Signal.query(trx).orderBy('feedRank', 'desc').first(), 'signal'));
  const page = await answer(signalPage, scope, { id: worst.id });
  expect(signalPage.output.parse(page)).toMatchObject({ signal: { id: worst.id, simplifiedSeverity: worst.simplifiedSeverity } });
  expect(page.rules.filter(({ outcome }) => outcome === 'decided').map(({ type }) => type)).toEqual([worst.simplifiedSignalType]);
  expect(page.calculation?.final).toBe(worst.simplifiedSeverity);
  const places = page.periods.map(({ index }) => index);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(page.distribution?.bins.reduce((sum, { count }) => sum + count, 0)).toBe(page.distribution?.reported);
  expect(page.distribution?.own.some(({ isThis }) => isThis)).toBe(worst.latestValue !== null);
  expect(page.history.at(-1)?.text).toMatch(/^Found: .+, severity \d+$/);
  expect(page.dataNotes.join(' ')).toContain('share patients');
});

test('parts explain the whole: weights are expected readmissions, a withheld count is named', async () => {
  const { parts, leftOut } = await inTenant(scope, async (trx) => ({
    parts: await Contribution.query(trx).orderBy(['signalId', 'rank']),
    leftOut: await Signal.query(trx).whereRaw(`jsonb_array_length(metadata -> 'contributionsLeftOut') > 0`),
  }));
  const bySignal = new Map<string, Contribution[]>();
  for (const part of parts) bySignal.set(part.signalId, [...(bySignal.get(part.signalId) ?? []), part]);
  expect(bySignal.size).toBeGreaterThan(300);
  for (const whole of bySignal.values()) {
    const sum = (read: (part: Contribution) => number) => whole.reduce((total, part) => total + read(part), 0);
    near(sum(({ weightShare }) => weightShare), 1, 'shares');
    near(sum(({ excessOverParent }) => excessOverParent), 0, 'the parts balance');
    near(sum(({ rawComponent }) => rawComponent), whole[0]?.parentValue, 'the whole');
  }
  const page = await answer(signalPage, scope, { id: found(leftOut[0], 'signal').id });
  expect(page.contributions.note).toMatch(/withholds/);
});

test('found again, a signal keeps its row, its number and what people wrote', async () => {
  await recalculateSignals(scope, { peerGroup: 'all' }, unwatched);
  const before = await inTenant(scope, async (trx) => found(await Signal.query(trx).orderBy('signalNumber').first(), 'signal'));
  await execute(editSignal, scope, {
    id: before.id,
    expectedVersion: before.version,
    description: 'Our own words',
    whyMattersNarrative: 'Because of the ward round.',
  });
  await recalculateSignals(scope, { peerGroup: 'ownership' }, unwatched);
  const after = await inTenant(scope, (trx) => Signal.byId<Signal>(trx, scope, before.id));
  expect(after).toMatchObject({
    signalNumber: before.signalNumber,
    detectedAt: before.detectedAt,
    createdAt: before.createdAt,
    description: 'Our own words',
    whyMattersNarrative: 'Because of the ward round.',
    peerGroup: 'ownership',
  });
  expect(after.lastDetectedAt > before.lastDetectedAt).toBe(true);
});

test('a closed signal that breaches again opens a new one that names it; a quiet one stays closed', async () => {
  const [worst, quiet] = await inTenant(scope, async (trx) => [
    found(await Signal.query(trx).orderBy('feedRank', 'desc').first(), 'signal'),
    found(await Signal.query(trx).where({ simplifiedSignalType: 'baseline', peerGroup: 'ownership' }).first(), 'signal'),
  ]);
  const closedAt = new Date().toISOString();
  await inTenant(scope, (trx) => Signal.query(trx).patch({ closedAt }).whereIn('id', [worst.id, quiet.id]));
  const report = await recalculateSignals(scope, { peerGroup: 'ownership' }, unwatched);
  expect(report.created).toBe(1);
  expect(report.skippedBecause).toContainEqual({ reason: 'closed before and quiet now', count: 1 });
  const again = await inTenant(scope, async (trx) => found(await Signal.query(trx).findOne({ regressionOf: worst.id }), 'signal'));
  expect(again).toMatchObject({ facilityRef: worst.facilityRef, metricRef: worst.metricRef, closedAt: null });
  const page = await answer(signalPage, scope, { id: again.id });
  expect(page.regressionOf).toMatchObject({ id: worst.id, signalNumber: worst.signalNumber });
  const repeated = await recalculateSignals(scope, { peerGroup: 'ownership' }, unwatched);
  expect(repeated.created).toBe(0);
});

test('a facility that is given up has its signals closed, and gets no more', async () => {
  const [facility, signals] = await inTenant(scope, async (trx) => {
    const one = found(await Signal.query(trx).whereNull('closedAt').first(), 'signal');
    return [await Facility.byId<Facility>(trx, scope, one.facilityRef), await Signal.query(trx).whereNull('closedAt').where({ facilityRef: one.facilityRef })];
  });
  await execute(claimFacility, scope, { id: facility.id, expectedVersion: facility.version, isOwn: false });
  await recalculateSignals(scope, { peerGroup: 'all' }, unwatched);
  const left = await inTenant(scope, (trx) => Signal.query(trx).where({ facilityRef: facility.id }).whereNull('closedAt').resultSize());
  expect([signals.length > 0, left]).toEqual([true, 0]);
});
