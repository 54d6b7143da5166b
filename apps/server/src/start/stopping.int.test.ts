import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { askDatabase, databaseProcess, isWorking, serversOfThisFile } from '../testing/server-process.ts';

const { home: at, start } = serversOfThisFile({ WARDWRIGHT_DEMO: 'off' });

describe('a server that cannot start or has to stop', () => {
  it('says when its port is taken', async () => {
    const first = start();
    const { port } = new URL(await first.ready);
    const second = start({ PORT: port });
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`Port ${port} is taken, perhaps by another Wardwright; stop that one, or set PORT to another number.`);
  });

  it('ends at once on a second signal', async () => {
    const server = start();
    const address = await server.ready;
    const { hostname, port } = new URL(address);
    // A request whose body never ends holds up an orderly stop.
    const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
    socket.on('error', () => undefined);
    const head = ['POST /auth/sign-in/email HTTP/1.1', `host: localhost:${port}`, `origin: http://localhost:${port}`, 'content-type: application/json', 'content-length: 9'];
    socket.write(`${head.join('\r\n')}\r\n\r\n{`);
    await pause(300);
    server.signal('SIGINT');
    await pause(1000);
    server.signal('SIGINT');
    const begun = performance.now();
    expect(await server.ended).toBe(130);
    expect(performance.now() - begun).toBeLessThan(3000);
    socket.destroy();
    // The database has been told to stop as well, and does so on its own.
    await vi.waitUntil(() => databaseProcess(at) === null, 20_000);
  });

  it('ends a start that is not over yet, without a trace', async () => {
    const server = start();
    await vi.waitUntil(() => databaseProcess(at) !== null, { timeout: 20_000, interval: 10 });
    const database = databaseProcess(at);
    server.signal('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(server.said()).not.toContain('ready at');
    expect(isWorking(database!)).toBe(false);
  });

  it('names every mistake in its settings and nothing else', async () => {
    const server = start({ PORT: 'x', LOG_LEVEL: 'loud' });
    expect(await server.ended).toBe(1);
    expect(server.said().split('\n')).toEqual([
      'Wardwright cannot start with these settings:',
      '  PORT must be a whole number from 0 to 65535.',
      '  LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.',
      '',
    ]);
  });

  it('refuses a folder that a newer version has written, and leaves it alone', async () => {
    const first = start();
    await first.ready;
    await askDatabase(at, "insert into system.migrations (name, batch, migration_time) values ('29990101000000_future', 9, now())");
    first.signal('SIGTERM');
    await first.ended;
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.said()).toBe(
      `The data in ${at} were written by a newer version of Wardwright (29990101000000_future); start that version, or restore a backup made by this one.\n`,
    );
    expect(databaseProcess(at)).toBeNull();
  });
});
