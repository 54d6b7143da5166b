import { statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { askDatabase, databaseProcess, isReady, isWorking, serversOfThisFile } from './testing/server-process.ts';

const { home: at, running, start } = serversOfThisFile();
const timed = async <T>(work: Promise<T>): Promise<{ ms: number; result: T }> => {
  const begun = performance.now();
  const result = await work;
  return { ms: performance.now() - begun, result };
};

describe('a server on the built-in database', () => {
  it('starts from nothing, keeps its secrets and stops without a trace', async () => {
    const server = start();
    expect(await isReady(await server.ready)).toBe(true);
    expect(server.said()).toMatch(/Wardwright is ready at http:\/\/localhost:\d+ {2}\(\d+\.\d s\)/);
    expect(server.said()).toContain(at);
    expect(statSync(path.join(at, 'secrets.json')).mode & 0o777).toBe(0o600);
    const database = databaseProcess(at);
    expect(database).toBeGreaterThan(0);
    server.signal('SIGTERM');
    const { ms, result } = await timed(server.ended);
    expect(result).toBe(0);
    expect(ms).toBeLessThan(10_000);
    expect(isWorking(database!)).toBe(false);
    expect(databaseProcess(at)).toBeNull();
    expect(server.said()).not.toMatch(/\n\s+at /);
  });

  it('comes back with all data after kill -9', async () => {
    const first = start();
    await first.ready;
    await askDatabase(at, "insert into identity.users (name, email) values ('Kept Person', 'kept@example.org')");
    first.signal('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    const second = start();
    expect(await isReady(await second.ready)).toBe(true);
    expect(await askDatabase(at, "select name from identity.users where email = 'kept@example.org'")).toEqual([{ name: 'Kept Person' }]);
  });

  it('ends with a sentence when its database is killed, and comes back', async () => {
    const first = start();
    await first.ready;
    process.kill(databaseProcess(at)!, 'SIGKILL');
    expect(await first.ended).toBe(1);
    expect(first.said()).toContain('has ended unexpectedly. Start Wardwright again; nothing that was confirmed is lost.');
    expect(await isReady(await start().ready)).toBe(true);
  });

  it('lets nobody in with a public password once the demo is off', async () => {
    const demoLogins = () =>
      askDatabase(at, "select count(*)::int as all, count(*) filter (where is_active)::int as active from identity.users where email like '%@larkmoor.example'");
    await start().ready;
    const [{ all }] = (await demoLogins()) as [{ all: number }];
    expect(all).toBeGreaterThan(2);
    expect(await demoLogins()).toEqual([{ all, active: all }]);
    running[0]!.signal('SIGTERM');
    await running[0]!.ended;
    await start({ WARDWRIGHT_DEMO: 'off' }).ready;
    expect(await demoLogins()).toEqual([{ all, active: 0 }]);
    running[1]!.signal('SIGTERM');
    await running[1]!.ended;
    await start().ready;
    expect(await demoLogins()).toEqual([{ all, active: all }]);
  });
});
