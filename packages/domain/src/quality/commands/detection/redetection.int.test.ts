import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, execute, inTenant, type Scope } from '../../../db/index.ts';
import { found } from '../../../kernel/index.ts';
import { aTenant, testDatabase, type TestDatabase } from '../../../testing.ts';
import { claim, snapshotFile, unwatched } from '../../fixtures.ts';
import { importSnapshot } from '../../importers.ts';
import { Contribution, Facility, Signal } from '../../model.ts';
import { signalPage } from '../../queries/signal-page.ts';
import { claimFacility } from '../claim-facility.ts';
import { editSignal } from '../edit-signal.ts';
import { recalculateSignals } from '../recalculate.ts';

/** Alabama, Georgia, Kentucky, North Carolina, Tennessee. */
const states = ['01', '11', '18', '34', '44'];

let db: TestDatabase;
let scope: Scope;
beforeAll(async () => {
  db = await testDatabase();
  scope = await aTenant(db.database);
  await importSnapshot(scope, { path: snapshotFile(), own: [], states }, unwatched);
  const facilities = await inTenant(scope, (trx) => Facility.query(trx).orderBy('ccn'));
  await claim(scope, facilities.filter((_, place) => place % 6 === 0).map(({ ccn }) => ccn));
  await recalculateSignals(scope, { peerGroup: 'all' }, unwatched);
}, 120_000);
afterAll(() => db.close());

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
  expect(bySignal.size).toBeGreaterThan(100);
  for (const whole of bySignal.values()) {
    const sum = (read: (part: Contribution) => number) => whole.reduce((total, part) => total + read(part), 0);
    expect(sum(({ weightShare }) => weightShare)).toBeCloseTo(1, 9);
    expect(sum(({ excessOverParent }) => excessOverParent)).toBeCloseTo(0, 9);
    expect(sum(({ rawComponent }) => rawComponent)).toBeCloseTo(whole[0]?.parentValue ?? Number.NaN, 9);
  }
  const page = await answer(signalPage, scope, { id: found(leftOut[0], 'signal').id });
  expect(page.contributions.note).toMatch(/withholds/);
});

test('found again, a signal keeps its row, its number and what people wrote', async () => {
  const before = await inTenant(scope, async (trx) => {
    const owned = Facility.query(trx).whereNotNull('ownership').select('id');
    return found(await Signal.query(trx).whereIn('facilityRef', owned).orderBy('signalNumber').first(), 'signal');
  });
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
