import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ask, execute, type Scope } from '@wardwright/domain/db';
import { newId } from '@wardwright/domain/kernel';
import { applyStagedImport, cancelImport, startImport } from '@wardwright/domain/quality/commands';
import { importById } from '@wardwright/domain/quality/queries';
import { jobById } from '@wardwright/domain/system/queries';
import { aTenant, type TestDatabase, testDatabase } from '@wardwright/domain/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { qualityTasks } from '../quality/jobs.ts';
import { type Uploads, uploadsIn } from '../quality/uploads.ts';
import { readSettings } from '../settings.ts';
import { runJob } from '../system/run-job.ts';
import { backUp } from './backup.ts';
import { taskFor } from './commands.ts';
import { restore } from './restore.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'wardwright-waiting-'));
let count = 0;
const aPlace = () => path.join(folder, String((count += 1)));
let source: TestDatabase;
let scope: Scope;
let home: string;
let uploads: Uploads;

const csv = [
  'Facility Name,Facility ID,State,Measure Name,Number of Discharges,Footnote,Excess Readmission Ratio,Predicted Readmission Rate,Expected Readmission Rate,Number of Readmissions,Start Date,End Date',
  'ST MARY HOSPITAL,050001,CA,READM-30-HF-HRRP,300,,1.0500,21,20,63,07/01/2019,06/30/2022',
].join('\n');

beforeAll(async () => {
  source = await testDatabase();
  scope = await aTenant(source.database);
});
beforeEach(() => {
  home = aPlace();
  uploads = uploadsIn(home);
});
afterAll(async () => {
  await source.close();
  rmSync(folder, { recursive: true });
});

async function run(at: { readonly database: TestDatabase['database']; readonly uploads: Uploads }, who: Scope, jobId: string): Promise<string> {
  const job = await ask(jobById, who, { id: jobId });
  const task = qualityTasks(at.uploads).find(({ name }) => name === job.task)!;
  const turn = { attempt: 1, lastAttempt: true, stopping: new AbortController().signal };
  await runJob(at.database, task, { tenantId: who.tenantId, jobId }, turn);
  return (await ask(jobById, who, { id: jobId })).status;
}

/** An import that has been read and waits to be applied. */
async function waiting(content = csv): Promise<string> {
  const id = newId();
  const sha256 = await uploads.keep(scope.tenantId, id, Readable.from([Buffer.from(content)]));
  const { jobId } = await execute(startImport, scope, { id, fileName: 'year.csv', sha256 });
  await run({ database: source.database, uploads }, scope, jobId);
  return id;
}

/** Restores into a new database and a new folder. */
async function restored(file: string) {
  const target = await testDatabase();
  const place = aPlace();
  const result = await restore(target.urls, file, uploadsIn(place)).catch((error: unknown) => error as Error);
  return { target, place, result, files: filesIn(place), close: () => target.close() };
}

const filesIn = (place: string) => (existsSync(path.join(place, 'uploads')) ? readdirSync(path.join(place, 'uploads'), { recursive: true }) : []);
const callOff = (id: string) => execute(cancelImport, scope, { id });

/** What the command line says. */
const asked = (words: readonly string[], urls: TestDatabase['urls'], place: string) =>
  taskFor(words)({ urls, folder: null, onLost: () => undefined, stop: () => Promise.resolve() }, readSettings({ WARDWRIGHT_HOME: place }));

/** A backup with its unpacked content changed. */
function spoil(file: string, change: (content: string) => string): string {
  const spoilt = aPlace();
  writeFileSync(spoilt, gzipSync(Buffer.from(change(gunzipSync(readFileSync(file)).toString('latin1')), 'latin1')));
  return spoilt;
}

describe('an upload that waits', () => {
  it('comes back with its import, for its owner alone, and can be applied', async () => {
    const id = await waiting();
    const calledOff = await waiting();
    await callOff(calledOff);
    const file = aPlace();
    expect(await backUp(source.urls.owner, file, uploads)).toMatchObject({ uploads: 1, lost: [] });

    const { target, place, result, close } = await restored(file);
    expect(result).toMatchObject({ uploads: 1, withoutFile: 0 });
    const back = uploadsIn(place).pathOf(scope.tenantId, id);
    expect(readFileSync(back, 'utf8')).toBe(csv);
    expect(filesIn(place)).toEqual([scope.tenantId, path.join(scope.tenantId, `${id}.csv`)]);
    expect(statSync(back).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(back)).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(place, 'uploads')).mode & 0o777).toBe(0o700);

    const there: Scope = { ...scope, knex: target.database.shared };
    const { jobId } = await execute(applyStagedImport, there, { id });
    expect(await run({ database: target.database, uploads: uploadsIn(place) }, there, jobId)).toBe('succeeded');
    expect(await ask(importById, there, { id })).toMatchObject({ status: 'applied', rowsStored: 1 });
    await close();
    await callOff(id);
  });

  it('is as large as it likes: pieces come and go', async () => {
    const large = newId();
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 31) % 256));
    await execute(startImport, scope, { id: large, fileName: 'bytes', sha256: await uploads.keep(scope.tenantId, large, Readable.from([bytes])) });
    const file = aPlace();
    await backUp(source.urls.owner, file, uploads);
    const { place, close } = await restored(file);
    expect(readFileSync(uploadsIn(place).pathOf(scope.tenantId, large)).equals(bytes)).toBe(true);
    await close();
    await callOff(large);
  });

  it('is named when it is gone or torn, and the rest is backed up all the same', async () => {
    const [gone, torn, whole] = [await waiting(), await waiting(), await waiting()];
    rmSync(uploads.pathOf(scope.tenantId, gone));
    truncateSync(uploads.pathOf(scope.tenantId, torn), 40);
    const file = aPlace();
    const nameOf = (id: string) => path.join(scope.tenantId, `${id}.csv`);
    const said = await asked(['backup', file], source.urls, home);
    expect(said).toContain(', and 1 upload that waits for import, to ');
    expect(said).toContain(`Gone or torn, and to be uploaded again: ${[gone, torn].sort().map(nameOf).join(', ')}.`);

    const target = await testDatabase();
    const place = aPlace();
    const answer = await asked(['restore', file], target.urls, place);
    expect(answer).toMatch(/ and 1 upload from the backup of .* 2 imports wait for a file that was not in the backup; cancel and upload again\.$/);
    expect(filesIn(place)).toContain(nameOf(whole));
    await target.close();
    for (const id of [gone, torn, whole]) await callOff(id);
  });
});

describe('a backup whose uploads are not whole', () => {
  it('is refused, and leaves neither rows nor files', async () => {
    const id = await waiting();
    const file = aPlace();
    await backUp(source.urls.owner, file, uploads);
    const cases: [(content: string) => string, RegExp][] = [
      [(content) => content.replace('ST MARY', 'ST MARX'), /is damaged: the upload .* came back with other bytes than were backed up\. Nothing was kept\./],
      [(content) => content.replace(`"upload":"${id}"`, `"upload":"${newId()}"`), /is damaged: the upload .* belongs to no import that waits\. Nothing was kept\./],
      [(content) => content.replace(/\{"upload":.*\n(?:.*\n)?.*\n?.*06\/30\/2022/, ''), /is damaged: it has 0 of 1 uploads\. Nothing was kept\./],
      [(content) => content.slice(0, content.indexOf('ST MARY')), /is no whole backup \(it ends too early\); use another one\./],
    ];
    for (const [change, sentence] of cases) {
      const { target, result, files, close } = await restored(spoil(file, change));
      expect((result as Error).message).toMatch(sentence);
      expect(files.filter((name) => String(name).endsWith('.csv'))).toEqual([]);
      expect((await target.database.shared.raw<{ rows: unknown[] }>('select from identity.tenants')).rows).toEqual([]);
      await close();
    }
    await callOff(id);
  });
});
