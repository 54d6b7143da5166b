import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTenant, type Scope } from '../../db/index.ts';
import { aTenant, testDatabase, type TestDatabase } from '../../testing.ts';
import { claim, importWhole, openImport, publishedFile, unwatched } from '../fixtures.ts';
import { Facility, ImportBatch, ImportRejection, Observation, Signal } from '../model.ts';
import { type AppliedImport, stageImport } from './import-file.ts';

const slow = 240_000;
let db: TestDatabase;
let folder: string;
beforeAll(async () => {
  db = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'wardwright-import-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await db.close();
});

const heading =
  'Facility Name,Facility ID,State,Measure Name,Number of Discharges,Footnote,Excess Readmission Ratio,' +
  'Predicted Readmission Rate,Expected Readmission Rate,Number of Readmissions,Start Date,End Date';

async function fileOf(lines: readonly string[], name = 'small.csv'): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, lines.join('\r\n'));
  return file;
}

const rowsIn = <T>(scope: Scope, sql: string): Promise<readonly T[]> =>
  inTenant(scope, async (trx) => ((await trx.raw(sql)) as { rows: T[] }).rows);

/** Counts the published lines without any of the importer's code; only names are quoted, and they are not looked at. */
async function countedByHand(file: string) {
  const counts = { rows: 0, ratios: 0, suppressed: 0, series: new Map<string, number>() };
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Infinity })) {
    const cells = line.replaceAll(/"[^"]*"/g, '').split(',');
    if (cells[0] === 'facility_id') continue;
    counts.rows += 1;
    const [id, measure, discharges, ratio] = [cells[0], cells[4], cells[7], cells[8]];
    if (ratio !== '') {
      counts.ratios += 1;
      counts.series.set(`${id} ${measure}`, (counts.series.get(`${id} ${measure}`) ?? 0) + 1);
    }
    if (ratio === '' || discharges === '') counts.suppressed += 1;
  }
  return counts;
}

describe('nine published years', () => {
  let scope: Scope;
  let first: AppliedImport & { batchId: string };
  let most = 0;
  beforeAll(async () => {
    scope = await aTenant(db.database);
    const before = process.memoryUsage().rss;
    const report = () => {
      most = Math.max(most, process.memoryUsage().rss - before);
    };
    first = await importWhole(scope, publishedFile('nineYears'), { watch: { ...unwatched, report } });
  }, slow);

  test('every row read is stored, suppressed or rejected, as counted by hand', async () => {
    const counted = await countedByHand(publishedFile('nineYears'));
    expect(counted.rows).toBe(169_270);
    expect(first).toMatchObject({
      rowsRead: counted.rows,
      rowsStored: counted.rows - counted.suppressed,
      rowsSuppressed: counted.suppressed,
      rowsRejected: 0,
    });
    const [kept] = await rowsIn<object>(
      scope,
      `select count(*)::int as rows, count(value)::int as ratios, count(*) filter (where suppressed)::int as suppressed,
              count(distinct (facility_ref, metric_ref)) filter (where value is not null)::int as series
         from quality.observations`,
    );
    expect(kept).toEqual({ rows: 169_270, ratios: counted.ratios, suppressed: counted.suppressed, series: 15_421 });
    expect(counted.series.size).toBe(15_421);
    const nine = await rowsIn(
      scope,
      'select 1 from quality.observations where value is not null group by facility_ref, metric_ref having count(*) = 9',
    );
    expect(nine).toHaveLength(9_896);
    expect([...counted.series.values()].filter((years) => years === 9)).toHaveLength(9_896);
  });

  test('a suppressed row keeps its ratio, and the missing year leaves a gap on the time axis', async () => {
    const periods = await rowsIn<{ periodIndex: number; periodLabel: string; keptRatios: number }>(
      scope,
      `select period_index, period_label, count(value) filter (where suppressed)::int as kept_ratios
         from quality.observations group by 1, 2 order by 1`,
    );
    expect(periods.map(({ periodIndex }) => periodIndex)).toEqual([2014.5, 2015.5, 2017.5, 2018.5, 2020, 2021.5, 2022.5, 2023.5, 2024.5]);
    expect(periods[0]).toMatchObject({ periodLabel: 'Jul 2011–Jun 2014', keptRatios: 2403 });
    expect(periods[6]).toMatchObject({ periodLabel: 'Jul 2019–Jun 2022', keptRatios: 4187 });
  });

  test('the report says what the file was and what was made up for', async () => {
    const batch = await inTenant(scope, (trx) => ImportBatch.byId<ImportBatch>(trx, scope, first.batchId));
    expect(batch.report).toMatchObject({
      preview: {
        form: 'Readmissions (HRRP), several fiscal years in one file',
        compressed: true,
        facilities: { known: 0, added: 3544 },
        changes: { added: 169_270, changed: 0, unchanged: 0 },
        notes: expect.arrayContaining([expect.stringContaining('18,990 rows have no dates')]) as unknown,
      },
    });
  });

  test('memory stays flat while the rows stream through', () => {
    expect(most).toBeLessThan(600 * 1024 * 1024);
  });

  test('again, overlapping or both: no duplicate, the same signals, ours stay ours', async () => {
    await claim(scope, ['360137', '360180', '240057']);
    const again = await importWhole(scope, publishedFile('fiscalYear2025'));
    const ids = () => inTenant(scope, (trx) => Signal.query(trx).select('id', 'signalNumber', 'detectedAt').orderBy('id'));
    const before = await ids();
    expect(again.rowsRead).toBe(18_510);
    expect(again.detection.created).toBe(before.length);
    expect(before.length).toBeGreaterThanOrEqual(16);
    const third = await importWhole(scope, publishedFile('fiscalYear2025'));
    expect(third.detection).toMatchObject({ created: 0, updated: before.length });
    expect(await ids()).toEqual(before);
    const batch = await inTenant(scope, (trx) => ImportBatch.byId<ImportBatch>(trx, scope, third.batchId));
    expect(batch.report).toMatchObject({
      preview: { changes: { added: 0, changed: 0, unchanged: 18_510 }, sameFile: { id: again.batchId } },
    });
    const [kept] = await rowsIn<{ rows: number }>(scope, 'select count(*)::int as rows from quality.observations');
    expect(kept).toEqual({ rows: 169_270 });
    expect(await inTenant(scope, (trx) => Facility.query(trx).where({ isOwn: true }).resultSize())).toBe(3);
  }, slow);

  test('another tenant sees none of it', async () => {
    const stranger = await aTenant(db.database);
    expect(await inTenant(stranger, (trx) => Observation.query(trx).resultSize())).toBe(0);
    await expect(inTenant(stranger, (trx) => ImportBatch.byId(trx, stranger, first.batchId))).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('small files', () => {
  const good = 'ST MARY HOSPITAL,050001,CA,READM-30-HF-HRRP,300,,1.0500,21,20,63,07/01/2019,06/30/2022';

  test('what cannot be read is rejected with line, column, value and reason', async () => {
    const scope = await aTenant(db.database);
    const file = await fileOf([
      `\uFEFF"${heading.split(',').join('","')}"`,
      good,
      '"BIG ""AND"" WIDE, HOSPITAL",50002,CA,READM-30-AMI-HRRP,N/A,,1.01,14,13.9,Too Few to Report,7/1/2019,6/30/2022',
      'A HOSPITAL,05000X1,CA,READM-30-HF-HRRP,300,,1.05,21,20,63,07/01/2019,06/30/2022',
      'A HOSPITAL,050003,CA,READM-30-XX-HRRP,300,,1.05,21,20,63,07/01/2019,06/30/2022',
      'A HOSPITAL,050003,CA,READM-30-HF-HRRP,300,,one,21,20,63,07/01/2019,06/30/2022',
      'A HOSPITAL,050003,CA,READM-30-HF-HRRP,300,,1.05,21,20,301,07/01/2019,06/30/2022',
      'A HOSPITAL,050003,CA,READM-30-HF-HRRP,300,,1.05,21,20,63,07/01/2019,02/30/2022',
      'A HOSPITAL,050003,CA,READM-30-HF-HRRP,300,,1.05,21,20,63,07/01/2022,06/30/2019',
      'A HOSPITAL,050003,CA,READM-30-HF-HRRP,300,,1.05,21,20,63,07/01/2019',
      good,
      '',
    ]);
    const result = await importWhole(scope, file);
    expect(result).toMatchObject({ rowsRead: 10, rowsStored: 1, rowsSuppressed: 1, rowsRejected: 8 });
    const rejected = await inTenant(scope, (trx) => ImportRejection.query(trx).orderBy('line'));
    expect(rejected.map(({ line, columnName, value, reason }) => [line, columnName, value, reason])).toEqual([
      [4, 'Facility ID', '05000X1', 'is not a facility code of six digits or capitals'],
      [5, 'Measure Name', 'READM-30-XX-HRRP', 'is not one of the measures AMI, CABG, COPD, HF, HIP-KNEE, PN'],
      [6, 'Excess Readmission Ratio', 'one', 'is neither a number nor one of the words for missing'],
      [7, 'Number of Readmissions', '301', 'is more than the 300 discharges'],
      [8, 'End Date', '02/30/2022', 'is not a day such as 2024-06-30, 06/30/2024 or 30-JUN-24'],
      [9, 'End Date', '06/30/2019', 'is before the start, 2022-07-01'],
      [10, null, expect.stringContaining('050003'), 'the row has 11 columns, the heading has 12'],
      [11, null, '050001', 'repeats the facility, measure and period of line 2'],
    ]);
    const names = await inTenant(scope, (trx) => Facility.query(trx).select('ccn', 'name').orderBy('ccn'));
    expect(names).toEqual([
      { ccn: '050001', name: 'St Mary Hospital' },
      { ccn: '050002', name: 'Big "And" Wide, Hospital' },
    ]);
  });

  test.each([
    ['Ward,Beds\nA,3', 'none of the kinds that can be imported. Known are: Readmissions (HRRP), several fiscal years in one file;'],
    [`${heading.replace('Number of Discharges,', '').replace(',End Date', '')}\n`, 'lacks "number of discharges", "end date"'],
    ['', 'The file is empty.'],
    ['PK\u0003\u0004....', 'Excel workbook'],
    ['<!DOCTYPE html><html></html>', 'a web page'],
    ['no columns at all', 'no comma, semicolon, tab or bar'],
    [`${heading}\n"never closed,050001,CA\n${`${good}\n`.repeat(400)}`, 'is never closed'],
    [Buffer.concat([Buffer.from(`${heading}\nH`), Buffer.from([0xd4, 0x20]), Buffer.from(`,050001\n`)]), 'not UTF-8'],
    [Buffer.from(`\uFEFF${heading}\n`, 'utf16le'), 'UTF-16'],
    [Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.from('rubbish')]), 'damaged'],
  ])('a wrong file is refused in words, %#', async (content, sentence) => {
    const scope = await aTenant(db.database);
    const file = path.join(folder, 'wrong.csv');
    await writeFile(file, content);
    const batchId = await openImport(scope, file);
    await expect(stageImport(scope, { batchId, path: file }, unwatched)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(sentence) as unknown,
    });
    const batch = await inTenant(scope, (trx) => ImportBatch.byId<ImportBatch>(trx, scope, batchId));
    expect(batch).toMatchObject({ status: 'failed', errorMessage: expect.stringContaining(sentence) as unknown });
  });

  test('semicolons and older column names are understood too', async () => {
    const scope = await aTenant(db.database);
    const file = await fileOf([
      'Hospital Name;Provider Number;State;Measure Name;Number of Discharges;Footnote;Excess Readmission Ratio;Predicted Readmission Rate;Expected Readmission Rate;Number of Readmissions;Start Date;End Date',
      'ST MARY HOSPITAL;050001;CA;READM-30-PN-HRRP;300;;1.0500;21;20;63;01-JUL-12;30-JUN-15',
    ]);
    await importWhole(scope, file);
    expect(await inTenant(scope, (trx) => Observation.query(trx).first())).toMatchObject({
      periodStart: '2012-07-01',
      periodEnd: '2015-06-30',
      value: 1.05,
    });
  });

  test('cancelled while it is applied: nothing of it remains', async () => {
    const scope = await aTenant(db.database);
    for (const phase of ['Storing', 'Comparing: series']) {
      const cancel = new AbortController();
      const report = (progress: { phase: string }) => {
        if (progress.phase === phase) cancel.abort();
      };
      const watch = { report, signal: cancel.signal };
      await expect(importWhole(scope, publishedFile('fiscalYear2024'), { watch })).rejects.toThrow('aborted');
      const [left] = await rowsIn(
        scope,
        `select (select count(*)::int from quality.observations) as observations,
                (select count(*)::int from quality.facilities) as facilities,
                (select count(*)::int from quality.metrics) as metrics,
                (select status from quality.import_batches order by created_at desc limit 1) as status`,
      );
      expect(left).toEqual({ observations: 0, facilities: 0, metrics: 0, status: 'cancelled' });
    }
  }, slow);

  test('hospitals get their town, kind and owner, and keep what is newer', async () => {
    const scope = await aTenant(db.database);
    await importWhole(scope, await fileOf([heading, good.replace('050001', '010001')]));
    const result = await importWhole(scope, publishedFile('hospitals'));
    expect(result).toMatchObject({ rowsRead: 5398, rowsStored: 5398, rowsRejected: 0 });
    expect(await inTenant(scope, (trx) => Facility.query(trx).findOne({ ccn: '010001' }))).toMatchObject({
      name: 'St Mary Hospital',
      city: 'Dothan',
      type: 'Acute Care Hospitals',
      ownership: 'Government - Hospital District or Authority',
    });
  }, slow);
});
