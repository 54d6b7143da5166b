import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { idsOf } from './shared.ts';

/** What is left after all the killing, counted by somebody who sees everything. */
export interface Verdict {
  readonly events: number;
  readonly confirmed: number;
  /** Confirmed events that are not there, and events the listener or the board never got. */
  readonly lost: number;
  /** Events stored twice, or counted twice by the board. */
  readonly duplicated: number;
  /** Holes in the positions of a tenant or the versions of a stream, and counters or checkpoints that disagree. */
  readonly gaps: number;
  /** Appends that were repeated after a death and answered as the first time. */
  readonly repeatsAbsorbed: number;
  /** Lines the listener wrote a second time, known by the id. */
  readonly heardTwice: number;
}

const counts = `
select (select count(*)::int from event_store.events) as events,
  (select count(*)::int from (select 1 from event_store.events group by tenant_id, event_id having count(*) > 1) x) as twice,
  (select count(*)::int from (
     select tenant_id, count(*) as n, max(global_position) as top, min(global_position) as bottom from event_store.events group by 1) e
   left join event_store.tenant_positions t using (tenant_id)
   where e.n <> e.top or e.bottom <> 1 or t.last_position is distinct from e.top) as position_gaps,
  (select count(*)::int from (select 1 from event_store.events group by tenant_id, stream_id having max(event_version) <> count(*)) x) as stream_gaps,
  (select count(*)::int from event_store.tenant_positions t left join event_store.subscriptions s
     on s.tenant_id = t.tenant_id and s.subscription_id = 'ward.board' where s.last_position is distinct from t.last_position) as checkpoint_gaps,
  (select coalesce(sum(greatest(e.n - coalesce(b.moves, 0), 0)), 0)::int from board_facts e left join public.board b using (tenant_id, id)) as not_counted,
  (select coalesce(sum(greatest(coalesce(b.moves, 0) - e.n, 0)), 0)::int from board_facts e left join public.board b using (tenant_id, id)) as counted_twice`;

const facts = `create temp view board_facts as
  select tenant_id, stream_id as id, count(*) filter (where event_type = 'admission.location_changed') as n from event_store.events group by 1, 2`;

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);

/** Compares what the children were promised with what the database and the listener have. */
export async function judge(adminUrl: string, folder: string, tenants: readonly string[]): Promise<Verdict> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(facts);
    const { rows } = await client.query<Record<'events' | 'twice' | 'position_gaps' | 'stream_gaps' | 'checkpoint_gaps' | 'not_counted' | 'counted_twice', number>>(counts);
    const found = await client.query<{ event_id: string }>('select event_id from event_store.events');
    const [row] = rows;
    if (!row) throw new Error('The database has given no counts.');
    const stored = new Set(found.rows.map(({ event_id: id }) => id));
    const { confirmed, missing, repeatsAbsorbed } = promised(folder, stored);
    const heard = tenants.flatMap((tenant) => (existsSync(path.join(folder, `${tenant}.heard`)) ? linesOf(path.join(folder, `${tenant}.heard`)) : []));
    const ids = new Set(heard.map((line) => line.split(' ')[1]));
    const unheard = [...stored].filter((id) => !ids.has(id)).length;
    return {
      events: row.events,
      confirmed,
      lost: missing + unheard + row.not_counted,
      duplicated: row.twice + row.counted_twice,
      gaps: row.position_gaps + row.stream_gaps + row.checkpoint_gaps,
      repeatsAbsorbed,
      heardTwice: heard.length - ids.size,
    };
  } finally {
    await client.end();
  }
}

function promised(folder: string, stored: ReadonlySet<string>) {
  let confirmed = 0;
  let missing = 0;
  let repeatsAbsorbed = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.confirmed'))) {
    for (const line of linesOf(path.join(folder, file))) {
      const [n, repeated] = line.split(' ');
      const ids = idsOf(file.replace('.confirmed', ''), Number(n));
      confirmed += ids.length;
      missing += ids.filter((id) => !stored.has(id)).length;
      if (repeated) repeatsAbsorbed += 1;
    }
  }
  return { confirmed, missing, repeatsAbsorbed };
}
