import pg from 'pg';
import { StartError } from './error.ts';

const oldest = 15;
const durable = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

/** What a Postgres server says of itself and of the login that asks. */
interface ServerFacts {
  readonly user: string;
  readonly version: number;
  readonly mayCreateRoles: boolean;
  readonly hasSchemas: boolean;
  readonly fsync: string;
  readonly full_page_writes: string;
  readonly synchronous_commit: string;
}

const question = `
  select current_user as user,
         current_setting('server_version_num')::int / 10000 as version,
         (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as "mayCreateRoles",
         (select count(*) = 2 from pg_namespace where nspname in ('system', 'jobs')) as "hasSchemas",
         current_setting('fsync') as fsync,
         current_setting('full_page_writes') as full_page_writes,
         current_setting('synchronous_commit') as synchronous_commit`;

/** Signs in and looks around. @throws StartError naming the variable when that is not possible. */
export async function askServer(variable: string, url: string): Promise<ServerFacts> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'wardwright-start' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<ServerFacts>(question);
    const [facts] = rows;
    if (!facts) throw new Error('no answer');
    return facts;
  } catch (error) {
    const code = (error as { code?: string }).code ?? 'no answer in 10 s';
    throw new StartError(`The database in ${variable} cannot be used (${code}); check the address, the login and that the server runs.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Refuses servers that lack what the schema needs. */
export function checkVersion({ version }: ServerFacts): void {
  if (version < oldest) throw new StartError(`The database is PostgreSQL ${version}; PostgreSQL ${oldest} or newer is needed.`);
}

/** Refuses servers that may forget what they have confirmed. */
export function checkDurability(facts: ServerFacts): void {
  const off = durable.filter((name) => facts[name] === 'off');
  if (off.length > 0)
    throw new StartError(
      `The database runs with ${off.map((name) => `${name}=off`).join(', ')} and could lose confirmed work; switch ${off.length > 1 ? 'them' : 'it'} on.`,
    );
}
