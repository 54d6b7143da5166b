import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { constants, createGzip } from 'node:zlib';
import { demoHospitals } from '../apps/server/src/quality/demo-hospitals.ts';
import { facilityRowOf, hrrpRow, inspectFile, readRecords, recogniseHeading, stagedLine } from '../packages/domain/src/quality/importers.ts';
import type { StagedRow } from '../packages/domain/src/quality/importers/rows.ts';

/**
 * Makes data/demo/snapshot.csv.gz from data/cms: the same rows in the form in which the database takes them, hospitals
 * first, then the observations that carry a ratio, and all of them for the hospitals that the demo tenants own.
 * Run it with `pnpm --filter @wardwright/bench exec tsx --conditions=node ../scripts/make-demo-snapshot.ts`.
 */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const own = new Set(Object.values(demoHospitals).flatMap(({ hospitals }) => hospitals));

interface Kept {
  readonly outcome: 'stored' | 'suppressed';
  readonly row: StagedRow;
}

async function rowsOf(file: string, read: typeof hrrpRow): Promise<Kept[]> {
  const source = path.join(root, 'data', 'cms', file);
  const records = readRecords(source, await inspectFile(source), new AbortController().signal);
  const first = await records.next();
  const heading = recogniseHeading(first.done ? [] : first.value.cells);
  const kept: Kept[] = [];
  for await (const { cells } of records) {
    const { outcome } = read(heading, cells);
    if (outcome.outcome !== 'rejected') kept.push(outcome);
  }
  return kept;
}

const observations = await rowsOf('hrrp-2016-2026.csv.gz', hrrpRow);
const reporting = new Map<string, StagedRow>();
for (const { row } of observations) {
  const known = reporting.get(row.ccn);
  const isNewer = row.facilityName !== null && (!known?.periodEnd || (row.periodEnd ?? '') > known.periodEnd);
  if (!known || isNewer) reporting.set(row.ccn, row);
}
const described = new Map((await rowsOf('hospital-general-information-2024-07.csv.gz', facilityRowOf)).map(({ row }) => [row.ccn, row]));

const nothing = { value: null, predicted: null, expected: null, denominator: null, numerator: null, footnote: null };
const noPeriod = { metricId: null, periodStart: null, periodEnd: null, periodLabel: null, periodIndex: null };
const nobody = { facilityName: null, state: null, city: null, facilityType: null, ownership: null };

const hospitals = [...reporting.values()].map((row): Kept => {
  const { state, city = null, facilityType = null, ownership = null } = described.get(row.ccn) ?? {};
  const about = { state: row.state ?? state ?? null, city, facilityType, ownership };
  return { outcome: 'stored', row: { ...row, ...nothing, ...noPeriod, ...about } };
});
const order = ({ row }: Kept): string => `${row.ccn} ${row.metricId} ${row.periodEnd}`;
const wanted = observations
  .filter(({ row }) => row.value !== null || own.has(row.ccn))
  .map(({ outcome, row }): Kept => ({ outcome, row: { ...row, ...nobody } }))
  .sort((a, b) => (order(a) < order(b) ? -1 : 1));
hospitals.sort((a, b) => (a.row.ccn < b.row.ccn ? -1 : 1));

function* lines(): Generator<string> {
  for (const [place, kept] of [...hospitals, ...wanted].entries()) yield stagedLine(place + 1, kept);
}

const target = path.join(root, 'data', 'demo', 'snapshot.csv.gz');
await mkdir(path.dirname(target), { recursive: true });
await pipeline(Readable.from(lines()), createGzip({ level: constants.Z_BEST_COMPRESSION }), createWriteStream(target));
console.log(`${hospitals.length} hospitals and ${wanted.length} observations in ${target}`);
