import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const main = path.resolve(import.meta.dirname, '../../../server/dist/main.js');
const pages = path.resolve(import.meta.dirname, '../../dist/index.html');
const START_LIMIT = 120_000;
const STOP_LIMIT = 20_000;

/** The built product, running as a person would start it, on data that nobody will miss. */
export interface Product {
  readonly address: string;
  /** The folder with its data. */
  readonly home: string;
  readonly stop: () => Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Starts the built server with a built-in database of its own in demo mode. */
export async function startProduct(): Promise<Product> {
  for (const file of [main, pages])
    if (!existsSync(file)) throw new Error(`${file} is missing: build the server and the pages first, by "npm test" or "turbo run build".`);
  const home = mkdtempSync(path.join(os.tmpdir(), 'wardwright-e2e-'));
  // The database refuses to run as root and then belongs to another user, who must be able to enter.
  chmodSync(home, 0o755);
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const said: string[] = [];
  const server = spawn(process.execPath, ['--enable-source-maps', main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...plainEnvironment(), PORT: String(port), WARDWRIGHT_HOME: home, RATE_LIMIT: '0' },
  });
  for (const stream of [server.stdout, server.stderr]) stream.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const stop = async (): Promise<void> => {
    await end(server);
    rmSync(home, { recursive: true, force: true });
  };
  if (await isReady(server, address)) return { address, home, stop };
  await stop();
  throw new Error(`The product did not start:\n${said.join('')}`);
}

/** The environment without settings of the product, which would lead the test to somebody's data. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const settings = /^(?:WARDWRIGHT_|SMTP_|MAIL_)|DATABASE|^(?:HOST|PORT|PUBLIC_URL|AUTH_SECRET|TRUST_PROXY)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !settings.test(name)));
}

async function isReady(server: ChildProcess, address: string): Promise<boolean> {
  const deadline = Date.now() + START_LIMIT;
  while (Date.now() < deadline && server.exitCode === null) {
    const answer = await fetch(`${address}/readyz`).catch(() => null);
    if (answer?.ok) return true;
    await sleep(100);
  }
  return false;
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await Promise.race([gone, sleep(STOP_LIMIT).then(() => server.kill('SIGKILL'))]);
}
