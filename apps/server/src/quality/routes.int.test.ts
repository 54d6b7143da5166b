import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { ask, execute, type Scope } from '@wardwright/domain/db';
import { notFound } from '@wardwright/domain/kernel';
import { applyStagedImport, cancelImport } from '@wardwright/domain/quality/commands';
import { importById, importList } from '@wardwright/domain/quality/queries';
import { jobById } from '@wardwright/domain/system/queries';
import { aTenant, type TestDatabase, testDatabase } from '@wardwright/domain/testing';
import { fastify, type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { reportProblems } from '../http/problem.ts';
import { runJob } from '../system/run-job.ts';
import { qualityTasks } from './jobs.ts';
import { qualityRoutes } from './routes.ts';
import { uploadsIn } from './uploads.ts';

let db: TestDatabase;
let app: FastifyInstance;
let home: string;
let ours: Scope;
const limit = 64 * 1024;

const person = { userId: 'x', sessionId: 'x', email: 'x@example.org', name: 'X' };
const sessions = {
  read: (_database: unknown, { cookie }: { readonly cookie?: string | undefined }) => Promise.resolve(cookie ? { ...person, name: cookie } : null),
  scope: (_database: unknown, { name }: { readonly name: string }, slug: string) => {
    if (slug !== 'ours') return Promise.reject(notFound('tenant'));
    return Promise.resolve(name === 'viewer' ? { ...ours, permissions: new Set<never>() } : ours);
  },
};

beforeAll(async () => {
  db = await testDatabase();
  ours = await aTenant(db.database);
  home = await mkdtemp(path.join(tmpdir(), 'wardwright-uploads-'));
  app = fastify();
  reportProblems(app);
  const routes = qualityRoutes({ database: db.database, sessions, uploads: uploadsIn(home, limit) });
  await app.register(async (scope) => routes(scope));
}, 60_000);
afterAll(async () => {
  await app.close();
  await rm(home, { recursive: true });
  await db.close();
});

const heading =
  'Facility Name,Facility ID,State,Measure Name,Number of Discharges,Footnote,Excess Readmission Ratio,' +
  'Predicted Readmission Rate,Expected Readmission Rate,Number of Readmissions,Start Date,End Date';
const row = 'ST MARY HOSPITAL,050001,CA,READM-30-HF-HRRP,300,,1.0500,21,20,63,07/01/2019,06/30/2022';

const upload = (body: string, { cookie = 'lead', slug = 'ours', name = 'Löwe 2022.csv' as string | null } = {}) =>
  app.inject({
    method: 'POST',
    url: `/t/${slug}/quality/imports`,
    headers: { 'content-type': 'text/csv', ...(cookie && { cookie }), ...(name && { 'x-file-name': encodeURIComponent(name) }) },
    body,
  });

/** Runs a job as the queue would. */
async function run(jobId: string): Promise<string> {
  const job = await ask(jobById, ours, { id: jobId });
  const task = qualityTasks(uploadsIn(home, limit)).find(({ name }) => name === job.task)!;
  const turn = { attempt: 1, lastAttempt: true, stopping: new AbortController().signal };
  await runJob(db.database, task, { tenantId: ours.tenantId, jobId }, turn);
  return (await ask(jobById, ours, { id: jobId })).status;
}

const fileOf = (id: string) => path.join(home, 'uploads', ours.tenantId, `${id}.csv`);

test('a file is uploaded, looked at, applied, and its rejected rows come back', async () => {
  const bad = row.replace('1.0500', '=1+1').replace('050001', '050002');
  const answer = await upload([heading, row, bad, row.replace('050001', '"@, x"')].join('\n'));
  expect(answer.statusCode).toBe(202);
  const { id, jobId } = answer.json<{ id: string; jobId: string }>();
  expect(await run(jobId)).toBe('succeeded');
  expect(await ask(importById, ours, { id })).toMatchObject({
    status: 'staged',
    fileName: 'Löwe 2022.csv',
    requestedByName: 'Tests',
    rowsRead: 3,
    rowsStored: 1,
    rowsRejected: 2,
    report: { preview: { form: 'Readmissions (HRRP), one fiscal year as published', delimiter: 'comma' } },
  });

  const csv = await app.inject({ url: `/t/ours/quality/imports/${id}/rejections.csv`, headers: { cookie: 'lead' } });
  expect(csv.headers['content-disposition']).toBe('attachment; filename="rejected-L-we-2022.csv.csv"');
  expect(csv.body).toBe(
    '\uFEFFline,column,value,reason\r\n' +
      "3,Excess Readmission Ratio,'=1+1,is neither a number nor one of the words for missing\r\n" +
      "4,Facility ID,\"'@, x\",is not a facility code of six digits or capitals\r\n",
  );

  const applying = await execute(applyStagedImport, ours, { id });
  await expect(execute(applyStagedImport, ours, { id })).rejects.toMatchObject({ code: 'conflict', details: { allowed: ['staged'] } });
  expect(await run(applying.jobId)).toBe('succeeded');
  expect(await ask(importById, ours, { id })).toMatchObject({ status: 'applied', report: { detection: { processed: 0 } } });
  expect(existsSync(fileOf(id))).toBe(false);
  expect((await ask(importList, ours, {})).rows.map((batch) => batch.id)).toContain(id);
});

test('a wrong file fails with the sentence, in the job and in the import', async () => {
  const { id, jobId } = (await upload('a,b\n1,2\n')).json<{ id: string; jobId: string }>();
  expect(await run(jobId)).toBe('failed');
  const sentence = expect.stringContaining('none of the kinds that can be imported') as unknown;
  expect(await ask(jobById, ours, { id: jobId })).toMatchObject({ error: sentence });
  expect(await ask(importById, ours, { id })).toMatchObject({ status: 'failed', errorMessage: sentence });
});

test('an import called off before it is applied leaves nothing, and cannot be called off twice', async () => {
  const { id, jobId } = (await upload([heading, row].join('\n'))).json<{ id: string; jobId: string }>();
  await run(jobId);
  expect(await execute(cancelImport, ours, { id })).toEqual({ id, status: 'cancelled' });
  await expect(execute(cancelImport, ours, { id })).rejects.toMatchObject({ code: 'conflict' });
  await expect(execute(applyStagedImport, ours, { id })).rejects.toMatchObject({ code: 'conflict' });
});

test('a file that is gone is said to be gone', async () => {
  const { id, jobId } = (await upload([heading, row].join('\n'))).json<{ id: string; jobId: string }>();
  await run(jobId);
  await rm(fileOf(id));
  const applying = await execute(applyStagedImport, ours, { id });
  expect(await run(applying.jobId)).toBe('failed');
  expect(await ask(importById, ours, { id })).toMatchObject({ status: 'failed', errorMessage: 'The uploaded file is no longer kept. Upload it again.' });
});

test('the published files can be imported by name', async () => {
  const post = (name: string) => app.inject({ method: 'POST', url: `/t/ours/quality/imports/published/${name}`, headers: { cookie: 'lead' } });
  expect((await post('hospital-general-information')).statusCode).toBe(400);
  const generous = fastify();
  reportProblems(generous);
  const routes = qualityRoutes({ database: db.database, sessions, uploads: uploadsIn(home) });
  await generous.register(async (scope) => routes(scope));
  const answer = await generous.inject({
    method: 'POST',
    url: '/t/ours/quality/imports/published/hospital-general-information',
    headers: { cookie: 'lead' },
  });
  expect(answer.statusCode).toBe(202);
  expect((await post('constructor')).json()).toMatchObject({ status: 404, details: { allowed: ['hrrp-2016-2026', 'hospital-general-information'] } });
  await generous.close();
});

test.each([
  ['without a session', { cookie: '' }, 401, 'Sign in first.'],
  ['without the right to import', { cookie: 'viewer' }, 403, 'quality.import.run'],
  ['into a tenant of others', { slug: 'theirs' }, 404, 'no such tenant'],
  ['without a name', { name: null }, 400, 'x-file-name'],
])('nothing is taken %s', async (_case, who, status, words) => {
  const answer = await upload(row, who);
  expect(answer.json()).toMatchObject({ status, detail: expect.stringContaining(words) as unknown });
});

describe('over a connection', () => {
  let address: string;
  beforeAll(async () => {
    address = await app.listen({ port: 0, host: '127.0.0.1' });
  });

  const kept = async (): Promise<string[]> => (await readdir(path.join(home, 'uploads', ours.tenantId))).sort();
  const headers = { 'content-type': 'text/csv', cookie: 'lead', 'x-file-name': 'large.csv' };

  test('a file over the limit is refused in words, however it is sent, and not kept', async () => {
    const before = [(await ask(importList, ours, {})).rows.length, await kept()];
    const endless = () => Readable.toWeb(Readable.from(Array.from({ length: 400 }, () => Buffer.alloc(limit, 'x')))) as ReadableStream;
    for (const body of ['x'.repeat(limit + 1), 'x'.repeat(limit * 100), endless()]) {
      const answer = await fetch(`${address}/t/ours/quality/imports`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
      expect(await answer.json()).toMatchObject({ status: 400, detail: expect.stringContaining('larger than') as unknown });
    }
    expect([(await ask(importList, ours, {})).rows.length, await kept()]).toEqual(before);
  });

  test('an upload whose sender is gone before it is read is refused and leaves nothing', async () => {
    const before = await kept();
    const gone = new Readable({ read: () => undefined });
    gone.destroy();
    await expect(uploadsIn(home, limit).keep(ours.tenantId, 'gone', gone)).rejects.toThrow('Premature close');
    expect(await kept()).toEqual(before);
  });

  test('an upload that is cut off leaves nothing', async () => {
    const before = await kept();
    const { port } = new URL(address);
    const socket = connect(Number(port), '127.0.0.1');
    const lines = ['POST /t/ours/quality/imports HTTP/1.1', 'host: x', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
    socket.write(`${[...lines, 'content-length: 1000'].join('\r\n')}\r\n\r\nhalf of it`);
    await vi.waitUntil(async () => (await kept()).length > before.length, 10_000);
    socket.destroy();
    await vi.waitUntil(async () => (await kept()).length === before.length, 10_000);
  });
});
