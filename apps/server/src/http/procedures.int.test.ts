import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, openBench } from '../testing/app-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench('no pages');
});
afterEach(() => bench.clear());
afterAll(() => bench.close());

describe('questions asked in the body', () => {
  const token = 'a-token-that-nobody-may-read-in-a-log';
  const ask = async (origin: string) =>
    (await bench.serve()).inject({
      method: 'POST',
      url: '/t/x/trpc/identity.members.list,identity.door.invitation?batch=1',
      headers: { host: 'localhost:4000', origin },
      payload: { 0: { text: 'Rosa Ortega' }, 1: { token } },
    });

  it('are answered, and leave nothing of it in the log', async () => {
    const answer = await ask('http://localhost:4000');
    expect(answer.statusCode).toBe(207);
    expect(answer.json()).toMatchObject([{ result: { data: { rows: [] } } }, { error: { data: { code: 'not-found' } } }]);
    expect(bench.logged()).toContain('/t/x/trpc/identity.members.list');
    expect(bench.logged()).not.toMatch(/Rosa|a-token/);
  });

  it('are not answered to the page of another site', async () => {
    expect((await ask('https://evil.example')).statusCode).toBe(403);
  });
});

it('changes are still not made by a link', async () => {
  const answer = await (await bench.serve()).inject('/t/x/trpc/identity.account.rename?input=%7B%22name%22%3A%22Mallory%22%7D');
  expect(answer.statusCode).toBe(405);
});
