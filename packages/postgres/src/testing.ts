import { changeUrl } from './connection.ts';
import { type Preparation, cloneDatabase, createDatabase, dropDatabase, ensureTemplate } from './testing/template.ts';

export { type TestServer, startTestServer } from './testing/server.ts';
export type { Preparation } from './testing/template.ts';

/** A database of its own for one test file. */
export interface TestDatabase {
  name: string;
  adminUrl: string;
  /** The database as seen by a role; without arguments by the superuser. */
  url: (role?: string, password?: string) => string;
  /** Removes the database, closing the connections that are still open. */
  drop: () => Promise<void>;
}

/**
 * A copy of the prepared database. The preparation runs once per server and fingerprint, whichever process comes first;
 * the copy takes some 20 to 40 ms.
 */
export async function migratedDatabase(preparation: Preparation): Promise<TestDatabase> {
  const adminUrl = testServerUrl();
  return handle(adminUrl, await cloneDatabase(adminUrl, await ensureTemplate(adminUrl, preparation)));
}

/** A database without any table. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const adminUrl = testServerUrl();
  return handle(adminUrl, await createDatabase(adminUrl));
}

/** URL of the test server's superuser, as handed on by whoever started the server. */
export function testServerUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) {
    throw new Error(
      "No test server: name '@wardwright/postgres/vitest-setup' as globalSetup of the vitest project, or set TEST_DATABASE_URL.",
    );
  }
  return url;
}

function handle(adminUrl: string, name: string): TestDatabase {
  const own = changeUrl(adminUrl, { database: name });
  return {
    name,
    adminUrl: own,
    url: (role, password) =>
      changeUrl(own, { ...(role === undefined ? {} : { role }), ...(password === undefined ? {} : { password }) }),
    drop: () => dropDatabase(adminUrl, name),
  };
}
