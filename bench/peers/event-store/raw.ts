import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Order, appendSlice, by, eventType, metadata, payload, readSlice, serve, tenants } from '../../src/event-store/slice.ts';

/** What node-pg can do at best: one named, prepared multi-row INSERT, nothing checked, no tenant policy, as superuser. */
const pool = new pg.Pool({ connectionString: process.argv[2], max: 8 });
const [tenant = ''] = tenants;
const seeded = new Map<number, string>();
const tables = {
  lean: { name: 'raw_lean', columns: ['tenant_id', 'stream_id', 'event_version', 'stream_type', 'event_type', 'data', 'metadata', 'created_by'] },
  same: { name: 'raw_same', columns: ['tenant_id', 'stream_id', 'event_version', 'stream_type', 'event_type', 'data', 'metadata', 'created_by', 'event_id', 'global_position'] },
} as const;
let position = 0;

const texts = new Map<string, string>();
function textOf(kind: keyof typeof tables, count: number): string {
  const { name, columns } = tables[kind];
  const known = texts.get(`${kind}${count}`);
  if (known) return known;
  const rows = Array.from({ length: count }, (_, row) => `(${columns.map((_column, place) => `$${row * columns.length + place + 1}`).join(', ')})`);
  const text = `insert into ${name} (${columns.join(', ')}) values ${rows.join(', ')}`;
  texts.set(`${kind}${count}`, text);
  return text;
}

async function insert(kind: keyof typeof tables, place: { tenantId: string; streamId: string; version: number }, count: number): Promise<void> {
  const values: unknown[] = [];
  for (let n = 0; n < count; n += 1) {
    values.push(place.tenantId, place.streamId, place.version + n + 1, 'Admission', eventType, JSON.stringify(payload(n)), JSON.stringify(metadata), by);
    if (kind === 'same') values.push(randomUUID(), (position += 1));
  }
  await pool.query({ name: `${kind}${count}`, text: textOf(kind, count), values });
}

/** One statement for any number of events: what varies travels in arrays. The aims of the event store are shares of this form. */
const fromArrays = `insert into raw_lean (tenant_id, stream_id, event_version, stream_type, event_type, data, metadata, created_by)
  select $1, $2, $3::int + n.place::int, 'Admission', n.type, n.data, n.metadata, $4
    from unnest($5::text[], $6::jsonb[], $7::jsonb[]) with ordinality as n (type, data, metadata, place)`;

async function insertArrays(place: { tenantId: string; streamId: string; version: number }, count: number): Promise<void> {
  const each = Array.from({ length: count }, (_, n) => n);
  const values = [place.tenantId, place.streamId, place.version, by, each.map(() => eventType), each.map((n) => JSON.stringify(payload(n))), each.map(() => JSON.stringify(metadata))];
  await pool.query({ name: `arrays${count}`, text: fromArrays, values });
}

serve({
  append: (order: Order & { readonly kind: keyof typeof tables | 'arrays' }) => appendSlice(order, (place, count) => (order.kind === 'arrays' ? insertArrays(place, count) : insert(order.kind, place, count))),
  seed: async ({ length }: { length: number }) => {
    const streamId = randomUUID();
    seeded.set(length, streamId);
    for (let version = 0; version < length; version += 100) await insert('lean', { tenantId: tenant, streamId, version }, 100);
  },
  read: ({ length, ms }: { length: number; ms: number }) =>
    readSlice(ms, async () => (await pool.query({ name: 'read', text: 'select * from raw_lean where tenant_id = $1 and stream_id = $2 order by event_version', values: [tenant, seeded.get(length)] })).rows.length, length),
});
