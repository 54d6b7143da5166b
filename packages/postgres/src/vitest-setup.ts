import { startTestServer } from './testing/server.ts';

const VARIABLE = 'TEST_DATABASE_URL';

/**
 * Vitest's global setup: uses the server of the whole test run when TEST_DATABASE_URL names one, else starts a
 * throw-away server for this package and stops it at the end.
 */
export async function setup(): Promise<() => Promise<void>> {
  if (process.env[VARIABLE]) return () => Promise.resolve();
  const server = await startTestServer();
  process.env[VARIABLE] = server.adminUrl;
  return async () => {
    delete process.env[VARIABLE];
    await server.stop();
  };
}
