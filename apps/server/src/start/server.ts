import { type DatabaseRole, prepareDatabase, roleName } from '@wardwright/domain/db';
import { changeUrl, type EmbeddedPostgres, startEmbedded } from '@wardwright/postgres';
import pg from 'pg';
import type { Settings } from '../settings.ts';
import { StartError } from './error.ts';
import type { Secrets } from './secrets.ts';
import { askServer, checkDurability, checkVersion } from './server-checks.ts';

/** The Postgres that holds the data, with its roles in place. */
export interface Server {
  readonly urls: Readonly<Record<DatabaseRole, string>>;
  /** The folder of the built-in database, or null when the data lie on a server of the operator's own. */
  readonly folder: string | null;
  /** Calls back once if the built-in database ends without having been stopped. */
  readonly onLost: (listener: (reason: string) => void) => void;
  readonly stop: () => Promise<void>;
}

const databaseName = 'wardwright';
const roles: readonly DatabaseRole[] = ['owner', 'app', 'identity', 'jobs'];
const nothing = () => Promise.resolve();

/**
 * Starts the built-in Postgres or checks the operator's, and makes the roles.
 * @throws StartError or SupervisorError with a sentence for the operator.
 */
export function openServer(settings: Settings, secrets: Secrets, log: (line: string) => void): Promise<Server> {
  const { database } = settings;
  if (database.kind === 'embedded') return openEmbedded(settings, secrets, log);
  if (database.kind === 'admin') return openAsAdmin(settings, database.url, secrets);
  return openAsRoles(settings, database.urls);
}

async function openEmbedded(settings: Settings, secrets: Secrets, log: (line: string) => void): Promise<Server> {
  const postgres = await startEmbedded({ home: settings.home, log });
  try {
    await createDatabase(postgres);
    const adminUrl = postgres.url(undefined, undefined, databaseName);
    await prepareDatabase(adminUrl, secrets.databasePasswords);
    return {
      urls: roleUrls(adminUrl, secrets),
      folder: settings.home,
      onLost: (listener) => postgres.onExit(listener),
      stop: postgres.stop,
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

async function createDatabase(postgres: EmbeddedPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`create database ${databaseName} template template0`);
  } finally {
    await client.end();
  }
}

async function openAsAdmin(settings: Settings, url: string, secrets: Secrets): Promise<Server> {
  const facts = await askServer('DATABASE_URL', url);
  checkVersion(facts);
  if (!facts.mayCreateRoles)
    throw new StartError(
      `DATABASE_URL signs in as "${facts.user}", which may not create roles; use a login that may, or give the four addresses OWNER_, APP_, IDENTITY_ and JOBS_DATABASE_URL.`,
    );
  if (!settings.test) checkDurability(facts);
  await prepareDatabase(url, secrets.databasePasswords);
  const urls = roleUrls(url, secrets);
  if (!settings.test) checkDurability(await askServer('DATABASE_URL', urls.app));
  return { urls, folder: null, onLost: () => undefined, stop: nothing };
}

async function openAsRoles(settings: Settings, urls: Readonly<Record<DatabaseRole, string>>): Promise<Server> {
  for (const role of roles) {
    const name = `${role.toUpperCase()}_DATABASE_URL`;
    const facts = await askServer(name, urls[role]);
    checkVersion(facts);
    if (facts.user !== roleName(role))
      throw new StartError(`${name} signs in as "${facts.user}"; it must sign in as ${roleName(role)}.`);
    if (!facts.hasSchemas)
      throw new StartError(
        'The schemas system and jobs are missing in the database; docs/decisions/0003-running.md shows the statements that make them.',
      );
    if (!settings.test) checkDurability(facts);
  }
  return { urls, folder: null, onLost: () => undefined, stop: nothing };
}

function roleUrls(url: string, secrets: Secrets): Record<DatabaseRole, string> {
  const as = (role: DatabaseRole) => changeUrl(url, { role: roleName(role), password: secrets.databasePasswords[role] });
  return { owner: as('owner'), app: as('app'), identity: as('identity'), jobs: as('jobs') };
}
