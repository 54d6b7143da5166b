import { answer, inTenant, type Scope } from '@wardwright/domain/db';
import { encodeCursor } from '@wardwright/domain/kernel';
import { manySignals } from '@wardwright/domain/quality/fixtures';
import { signalFeed } from '@wardwright/domain/quality/queries';
import pg from 'pg';
import { percentile, table, writeSection } from '../report.ts';
import { cpuOf } from './cost.ts';
import { tenantIn, type Urls, type World } from './world.ts';

const SIGNALS = 1_000_000;
const ROUNDS = 12;
const PAGES = 200;

/** Fills with the plain indexes out of the way and makes them again afterwards, which takes a fraction of the time. */
async function withoutIndexes(admin: pg.Client, work: () => Promise<void>): Promise<void> {
  const { rows } = await admin.query<{ name: string; made: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made
       from pg_index as i where i.indrelid = 'quality.signals'::regclass and not i.indisunique`,
  );
  for (const { name } of rows) await admin.query(`drop index ${name}`);
  await work();
  for (const { made } of rows) await admin.query(made);
}

type Place = readonly [rank: number, detectedAt: string, id: string];

/** Places all over the feed, from which pages are asked for. */
async function placesIn(admin: pg.Client, tenantId: string): Promise<readonly Place[]> {
  const { rows } = await admin.query<{ rank: number; at: string; id: string }>(
    `select feed_rank as rank, to_char(detected_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, id
       from quality.signals tablesample system (1) where tenant_id = $1 order by random() limit 500`,
    [tenantId],
  );
  return rows.map(({ rank, at, id }) => [rank, at, id]);
}

/** The statement of the feed as the product sends it, with its bindings. */
async function statementOf(scope: Scope, place: Place): Promise<{ sql: string; bindings: readonly unknown[] }> {
  let sent: { sql: string; bindings: readonly unknown[] } | null = null;
  const listen = (query: { sql: string; bindings: readonly unknown[] }) => {
    if (query.sql.includes('quality')) sent = query;
  };
  scope.knex.on('query', listen);
  await answer(signalFeed, scope, page(place));
  scope.knex.removeListener('query', listen);
  if (!sent) throw new Error('The feed sent no query.');
  return sent;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const page = (place: Place) => signalFeed.input.parse({ limit: 50, cursor: encodeCursor(place) });

async function measure(urls: Urls, scope: Scope, places: readonly Place[], admin: pg.Client) {
  const app = new pg.Client({ connectionString: urls.app });
  await app.connect();
  await app.query('begin');
  await app.query(`select set_config('app.tenant_id', $1, true)`, [scope.tenantId]);
  const [first] = places;
  if (!first) throw new Error('There is no place to begin at.');
  const { sql, bindings } = await statementOf(scope, first);
  const from = bindings.findIndex((value, at) => value === first[0] && bindings[at + 2] === first[2]);
  if (from < 0) throw new Error('The place of the cursor was not found among the bindings.');
  // The peer must say what the policy says; it is put where a hand would put it.
  const peer = sql
    .replace('"s"."closed_at" is null', `"s"."tenant_id" = '${scope.tenantId}' and "s"."closed_at" is null`)
    .replace('"m"."id" = "p"."metric_ref"', `"m"."tenant_id" = '${scope.tenantId}' and "m"."id" = "p"."metric_ref"`);
  if (peer === sql) throw new Error('The statement of the feed has changed; the peer must be written anew.');
  const ask = (client: pg.Client, name: string, text: string) => async (place: Place) => {
    await client.query({ name, text, values: bindings.toSpliced(from, 3, ...place) });
  };
  const contenders = [
    { name: 'the statement, without row security, superuser', pid: await pidOf(admin), run: ask(admin, 'without', peer) },
    { name: 'the same statement under row security', pid: await pidOf(app), run: ask(app, 'under', sql) },
    {
      name: 'the whole query: transaction, tenant, statement, objects',
      pid: null,
      run: (place: Place) => answer(signalFeed, scope, page(place)),
    },
  ].map((contender) => ({ ...contender, times: [] as number[], cpu: 0 }));
  for (let round = -1; round < ROUNDS; round += 1)
    for (const contender of contenders) {
      const before = contender.pid === null ? 0 : cpuOf(contender.pid);
      for (let count = 0; count < PAGES; count += 1) {
        const place = places[Math.max(0, round * PAGES + count) % places.length] ?? first;
        const took = await timed(() => contender.run(place));
        if (round >= 0) contender.times.push(took);
      }
      if (round >= 0 && contender.pid !== null) contender.cpu += cpuOf(contender.pid) - before;
    }
  await app.query('rollback');
  await app.end();
  return contenders;
}

async function pidOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
}

const ms = (value: number): string => value.toFixed(2);

/** A page of the feed anywhere among a million signals, under row security and without it. */
export async function benchFeed(world: World): Promise<void> {
  const urls = await world.database();
  const { scope, close } = await tenantIn(urls);
  const other = await tenantIn(urls);
  const admin = new pg.Client({ connectionString: urls.admin });
  await admin.connect();
  await admin.query(`set maintenance_work_mem = '512MB'`);
  await withoutIndexes(admin, async () => {
    await manySignals(urls.admin, scope.tenantId, SIGNALS);
    await manySignals(urls.admin, other.scope.tenantId, SIGNALS / 10);
  });
  await admin.query('vacuum analyze');
  const count = await inTenant(scope, async (trx) => ((await trx.raw('select count(*)::int as n from quality.signals')) as { rows: { n: number }[] }).rows[0]?.n);
  const contenders = await measure(urls, scope, await placesIn(admin, scope.tenantId), admin);
  await Promise.all([close(), other.close(), admin.end()]);
  const [peer] = contenders;
  const lines = contenders.map(({ name, times, cpu }) => [
    name,
    ms(percentile(times, 0.5)),
    ms(percentile(times, 0.99)),
    cpu === 0 ? '' : ms((1000 * cpu) / times.length),
    peer ? (percentile(times, 0.5) / percentile(peer.times, 0.5)).toFixed(2) : '',
    peer ? (percentile(times, 0.99) / percentile(peer.times, 0.99)).toFixed(2) : '',
    peer && cpu > 0 ? (cpu / peer.cpu).toFixed(2) : '',
  ]);
  writeSection(
    'Quality: a page of the feed',
    `${table(['50 rows from anywhere', 'p50 ms', 'p99 ms', 'database CPU ms', '÷ without, p50', '÷ without, p99', '÷ without, CPU'], lines)}

${count?.toLocaleString('en-US')} signals of one tenant and a tenth as many of another; ${ROUNDS} rounds of ${PAGES} pages from random places, the three in
turn, prepared statements for the first two. Fair play: the peer says the tenant in its WHERE clause, as the policy does.`,
  );
}
