import { createHash, randomBytes } from 'node:crypto';
import { type Database, migrate, openDatabase, prepareDatabase, prepareJobs, roleName } from '@wardwright/domain/db';
import { addLogin, createTenant } from '@wardwright/domain/identity/commands';
import { newId } from '@wardwright/domain/kernel';
import { changeUrl } from '@wardwright/postgres';
import { startTestServer } from '@wardwright/postgres/testing';
import pg from 'pg';
import { signedToken } from '../../../apps/server/src/identity/session.ts';
import { benchSecret } from './secret.ts';

const passwords = { owner: 'owner-bench', app: 'app-bench', identity: 'identity-bench', jobs: 'jobs-bench' } as const;

/** A database with a tenant, a signed-in login and a feed. */
export interface World {
  readonly urls: Readonly<Record<keyof typeof passwords | 'admin', string>>;
  readonly slug: string;
  readonly tenantId: string;
  /** Value of the `cookie` header. */
  readonly cookie: string;
  stop(): Promise<void>;
}

const signalCount = 10_000;
const metricCount = 20;

/** Starts a throw-away database server, migrates it, and fills it with ten thousand signals. */
export async function openWorld(): Promise<World> {
  const server = await startTestServer();
  const as = (role: keyof typeof passwords) => changeUrl(server.adminUrl, { role: roleName(role), password: passwords[role] });
  const urls = { admin: server.adminUrl, owner: as('owner'), app: as('app'), identity: as('identity'), jobs: as('jobs') };
  await prepareDatabase(urls.admin, passwords);
  await migrate(urls.owner);
  await prepareJobs(urls.jobs);
  const database = openDatabase(urls);
  const { slug, tenantId, cookie } = await signIn(database);
  await fill(urls.admin, tenantId);
  await database.close();
  return { urls, slug, tenantId, cookie, stop: () => server.stop() };
}

async function signIn(database: Database): Promise<{ slug: string; tenantId: string; cookie: string }> {
  const login = { email: 'bench@example.org', name: 'Bench', passwordHash: 'not a password' };
  const userId = await addLogin(database.identity, login, { kind: 'operator', requestId: 'bench' });
  const { slug, tenantId } = await createTenant(database, { userId, requestId: 'bench' }, { name: 'Bench Health', slug: 'bench' });
  const token = randomBytes(24).toString('base64url');
  await database.identity('identity.sessions').insert({
    id: newId(),
    userId,
    token: createHash('sha256').update(token).digest('hex'),
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  });
  return { slug, tenantId, cookie: `wardwright.session_token=${signedToken(token, benchSecret)}` };
}

async function fill(adminUrl: string, tenantId: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query('set session_replication_role = replica');
  await admin.query(
    `insert into identity.membership_roles (tenant_id, membership_id, role_id)
     select m.tenant_id, m.id, r.id from identity.memberships as m join identity.roles as r on r.tenant_id = m.tenant_id
     where r.key = 'quality.admin' on conflict do nothing`,
  );
  await admin.query(
    `insert into quality.facilities (tenant_id, ccn, name, is_own)
     select $1, lpad(n::text, 6, '0'), 'Hospital ' || n, true from generate_series(1, $2::int) as n`,
    [tenantId, signalCount / metricCount],
  );
  await admin.query(
    `insert into quality.metrics (tenant_id, id, metric_id, name, short_name, domain, direction_preference, unit_type, unit_label,
       display_format, periodicity, source)
     select $1, gen_random_uuid(), 'metric.' || at, 'Metric number ' || at, 'Metric ' || at, 'Safety', 'lower_is_better', 'ratio', '', '0.00', 'yearly', 'a bench'
     from generate_series(1, $2::int) as at`,
    [tenantId, metricCount],
  );
  const line = JSON.stringify(Array.from({ length: 9 }, (_, year) => 0.9 + year / 50));
  await admin.query(
    `insert into quality.signals (tenant_id, signal_number, canonical_node_id, metric_ref, metric_id, domain, facility_ref,
       facility, facility_id, service_line, description, metric_value, period_count, simplified_signal_type, simplified_severity, sparkline)
     select f.tenant_id, row_number() over (), f.ccn || m.metric_id, m.id, m.metric_id, m.domain, f.id, f.name, f.ccn, 'Facility-wide',
       m.name || ' at ' || f.name, 1, 9, 'emerging_risk', 40 + (hashtext(m.metric_id || f.ccn) & 31),
       jsonb_build_object('values', $1::jsonb, 'lower', $1::jsonb, 'upper', $1::jsonb)
     from quality.facilities as f join quality.metrics as m on m.tenant_id = f.tenant_id`,
    [line],
  );
  await admin.query('analyze');
  await admin.end();
}
