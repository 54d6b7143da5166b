import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip, createGzip } from 'node:zlib';
import { migrate, openDatabase, prepareDatabase, prepareJobs, roleName, type Scope } from '@wardwright/domain/db';
import { allPermissions, aTenant } from '@wardwright/domain/testing';
import { changeUrl } from '@wardwright/postgres';
import { emptyDatabase, startTestServer } from '@wardwright/postgres/testing';

const passwords = { owner: 'owner-bench', app: 'app-bench', identity: 'identity-bench', jobs: 'jobs-bench' } as const;

/** Addresses of a database for each role; plain text, so that they can be handed to another process. */
export type Urls = Readonly<Record<keyof typeof passwords | 'admin', string>>;

/** A throw-away server. */
export interface World {
  /** A migrated database with nothing in it. */
  database(): Promise<Urls>;
  stop(): Promise<void>;
}

/** Starts a server of its own for the benchmark. */
export async function openWorld(): Promise<World> {
  const server = await startTestServer();
  process.env['TEST_DATABASE_URL'] = server.adminUrl;
  return {
    stop: () => server.stop(),
    database: async () => {
      const { adminUrl: admin } = await emptyDatabase();
      const as = (role: keyof typeof passwords) => changeUrl(admin, { role: roleName(role), password: passwords[role] });
      const urls = { admin, owner: as('owner'), app: as('app'), identity: as('identity'), jobs: as('jobs') };
      await prepareDatabase(urls.admin, passwords);
      await migrate(urls.owner);
      await prepareJobs(urls.jobs);
      return urls;
    },
  };
}

/** A tenant of a fresh database, and the end of its connections. */
export async function tenantIn(urls: Urls): Promise<{ scope: Scope; close: () => Promise<void> }> {
  const database = openDatabase(urls);
  const scope = await aTenant(database);
  return { scope: { ...scope, permissions: allPermissions }, close: () => database.close() };
}

/** Nine fiscal years as they come with the product: 169,270 rows. */
export const nineYears = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../data/cms/hrrp-2016-2026.csv.gz');

/** Writes the same file ten times over under other facility codes, so that there are ten times the hospitals. */
export async function tenfold(target: string): Promise<void> {
  const codes = new Map<string, string>();
  async function* lines(): AsyncGenerator<string> {
    yield `${await headingOf(nineYears)}\n`;
    for (let copy = 0; copy < 10; copy += 1)
      for await (const line of createInterface({ input: createReadStream(nineYears).pipe(createGunzip()), crlfDelay: Infinity })) {
        const at = line.indexOf(',');
        const code = `${copy}${line.slice(0, at)}`;
        if (line.startsWith('facility_id')) continue;
        const known = codes.get(code) ?? codes.size.toString(36).toUpperCase().padStart(6, '0');
        codes.set(code, known);
        yield `${known}${line.slice(at)}\n`;
      }
  }
  await pipeline(Readable.from(lines()), createGzip({ level: 1 }), createWriteStream(target));
}

async function headingOf(file: string): Promise<string> {
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Infinity })) return line;
  return '';
}
