import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { startTestServer } from '../testing.ts';

/**
 * Runs a command beside one throw-away PostgreSQL: `test-server.ts <command> [arguments]`. The command finds the server
 * in TEST_DATABASE_URL; its exit code becomes ours.
 */
const [command, ...rest] = process.argv.slice(2);
if (command === undefined) {
  console.error('Say which command shall run beside the test server, for example: test-server.ts turbo run test:int');
  process.exit(2);
}

const server = await startTestServer();
const child = spawn(command, rest, { stdio: 'inherit', env: { ...process.env, TEST_DATABASE_URL: server.adminUrl } });
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill(name));
const code = await new Promise<number>((resolve) => {
  child.once('error', (error) => {
    console.error(`The command ${command} could not be started: ${error.message}`);
    resolve(127);
  });
  child.once('exit', (status, signal) => resolve(status ?? 128 + (signal === null ? 0 : constants.signals[signal])));
});
await server.stop();
process.exitCode = code;
