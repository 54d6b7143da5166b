import { createHash } from 'node:crypto';
import { fastify } from 'fastify';
import pg from 'pg';

/**
 * What a careful engineer would write by hand for this one question: Fastify and pg, no router, no schema checks. With
 * `checked` it looks up the session and the membership and reads inside the tenant's transaction, as the product does;
 * without, it just reads.
 */
const { app: appUrl, identity: identityUrl, admin, mode, tenantId, slug } = JSON.parse(process.argv[2] ?? '{}') as Record<string, string>;
const pools = { app: new pg.Pool({ connectionString: mode === 'checked' ? appUrl : admin, max: 10 }), identity: new pg.Pool({ connectionString: identityUrl, max: 5 }) };

const sessionSql = `select u.id, s.updated_at < now() - interval '1 hour' as stale from identity.sessions as s
  join identity.users as u on u.id = s.user_id where s.token = $1 and s.expires_at > now() and u.is_active`;
const entrySql = `select t.id, array_agg(distinct p.permission) as permissions from identity.tenants as t
  join identity.memberships as m on m.tenant_id = t.id and m.user_id = $1 and m.is_active
  left join identity.membership_roles as r on r.tenant_id = t.id and r.membership_id = m.id
  left join identity.role_permissions as p on p.tenant_id = t.id and p.role_id = r.role_id
  where t.subdomain = $2 and t.is_active group by t.id`;
const columns = `id, signal_number, simplified_signal_type, simplified_severity, metric_ref, metric_id, facility_ref, facility_id,
  facility, domain, service_line, group_value, description, trend_direction, variance_percent, period_count, suppressed,
  latest_period_label, latest_value, latest_peer_mean, latest_peer_count, sparkline, detected_at, last_detected_at, closed_at, regression_of, feed_rank`;
const feedSql = (where: string) => `select p.*, m.name as metric_name, m.short_name, m.unit_type, m.unit_label, m.display_format,
    m.direction_preference, m.periodicity, m.is_synthetic
  from (select ${columns} from quality.signals where closed_at is null ${where} order by feed_rank desc, detected_at desc, id desc limit 51) as p
  join quality.metrics as m on m.id = p.metric_ref order by p.feed_rank desc, p.detected_at desc, p.id desc`;

async function checkedFeed(cookie: string): Promise<unknown[] | null> {
  const token = /session_token=([\w-]+)/.exec(cookie)?.[1] ?? '';
  const session = await pools.identity.query({ name: 'session', text: sessionSql, values: [createHash('sha256').update(token).digest('hex')] });
  const entry = await pools.identity.query({ name: 'entry', text: entrySql, values: [session.rows[0]?.id, slug] });
  if (!entry.rows[0]?.permissions.includes('quality.signal.read')) return null;
  const client = await pools.app.connect();
  try {
    await client.query('begin');
    await client.query({ name: 'tenant', text: `select set_config('app.tenant_id', $1, true)`, values: [entry.rows[0].id] });
    const { rows } = await client.query({ name: 'feed', text: feedSql('') });
    await client.query('commit');
    return rows;
  } finally {
    client.release();
  }
}

const server = fastify({ logger: { level: 'warn' } });
server.get('/feed', async (request, reply) => {
  if (mode !== 'checked') {
    const { rows } = await pools.app.query({ name: 'plain', text: feedSql('and tenant_id = $1'), values: [tenantId] });
    return rows;
  }
  const rows = await checkedFeed(request.headers.cookie ?? '');
  return rows ?? reply.code(403).send({});
});
process.stdout.write(`${await server.listen({ port: 0, host: '127.0.0.1' })}\n`);
