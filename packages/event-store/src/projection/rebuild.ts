import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { WorkerHalted, isPassing } from '../errors.ts';
import type { EventStore } from '../event-store.ts';
import type { Recorded } from '../event.ts';
import { quoteName, quoteTable } from '../install/names.ts';
import { shadowOf } from '../install/shadow-sql.ts';
import { ask, inTransaction } from '../store/sql.ts';
import { nextEvents, withoutHole } from './batch.ts';

import { type Checkpoint, describeFailure, moveCheckpoint, takeCheckpoint, writerOn } from './checkpoint.ts';
import type { Projection } from './define.ts';

/** Name of the subscription that counts how far a rebuild has come. */
export const rebuildName = (name: string): string => `${name}~rebuild`;

const PATIENCE_MS = 200;

/** How a rebuild is to be made. */
export interface RebuildOptions {
  readonly batchSize?: number;
  readonly onProgress?: (progress: { position: number; head: number }) => void;
  /** Ends the rebuild between two batches; the next call goes on from there. */
  readonly signal?: AbortSignal;
}

interface Rebuild {
  readonly store: EventStore;
  readonly projection: Projection;
  readonly tenantId: string;
  readonly batchSize: number;
  /** The batch behind a position, read while the one before it is written. */
  ahead?: { readonly after: number; readonly events: Promise<Recorded[]> } | undefined;
}

/**
 * Builds the rows of one tenant anew in the shadow tables and swaps them in when they have caught up. Until then the old
 * rows are read. A rebuild that was cut off goes on where it stopped. It is strict: an event that fails ends it.
 * @throws WorkerHalted when another process is rebuilding the same rows, or was stopped by `signal`
 */
export async function rebuildProjection(
  store: EventStore,
  projection: Projection,
  tenantId: string,
  { batchSize = 2000, onProgress, signal }: RebuildOptions = {},
): Promise<void> {
  const rebuild: Rebuild = { store, projection, tenantId, batchSize };
  await fillShadow(rebuild, async (client, at) => {
    if (at.fresh || at.revision !== projection.revision) {
      for (const table of projection.tables) await requireTwin(client, table);
      await emptyShadow(rebuild, client);
      await moveCheckpoint(store, client, at, 0, { status: 'rebuilding', revision: projection.revision });
    }
    return true;
  });
  for (let more = true; more; ) {
    if (signal?.aborted) throw new WorkerHalted(`The rebuild of ${projection.name} was stopped; it goes on from where it is.`);
    more = await strictly(rebuild, () => fillShadow(rebuild, (client, at) => copyOn(rebuild, client, at, onProgress)));
  }
  await strictly(rebuild, () => fillShadow(rebuild, (client, at) => swap(rebuild, client, at)));
}

async function fillShadow<T>({ store, projection: { name, revision }, tenantId }: Rebuild, work: (client: pg.ClientBase, at: Checkpoint) => Promise<T>): Promise<T> {
  return inTransaction(store.pool, tenantId, async (client) => {
    const at = await takeCheckpoint(store, client, { name: rebuildName(name), tenantId, revision });
    if (!at) throw new WorkerHalted(`${name} is being rebuilt by another process.`);
    return work(client, at);
  });
}

/** The next batch into the shadow; false when there is nothing left. */
async function copyOn(rebuild: Rebuild, client: pg.ClientBase, at: Checkpoint, onProgress?: RebuildOptions['onProgress']): Promise<boolean> {
  const { store, projection, batchSize } = rebuild;
  const events = withoutHole(await batchBehind(rebuild, at.position, client), at);
  const position = events.at(-1)?.position ?? at.position;
  if (events.length === batchSize) readAhead(rebuild, position);
  if (events.length > 0) {
    await projection.apply(writerOn(client, at.tenantId, { shadow: true }), events);
    await moveCheckpoint(store, client, at, position, { status: 'rebuilding' });
  }
  onProgress?.({ position, head: await store.head(at.tenantId, client) });
  return events.length === batchSize;
}

// Events never change, so they may be read ahead on another connection, outside the transaction that applies them.
function readAhead(rebuild: Rebuild, after: number): void {
  const { store, tenantId, batchSize } = rebuild;
  const events = store.pool.waitingCount === 0 ? store.readAll(tenantId, { after, limit: batchSize }) : undefined;
  events?.catch(() => undefined);
  rebuild.ahead = events && { after, events };
}

// A pool without a free connection must not make the one who holds a connection wait for another.
async function batchBehind({ store, tenantId, batchSize, ahead }: Rebuild, after: number, client: pg.ClientBase): Promise<Recorded[]> {
  const early = ahead?.after === after && (await Promise.race([ahead.events.catch(() => undefined), sleep(PATIENCE_MS, undefined, { ref: false })]));
  return early || store.readAll(tenantId, { after, limit: batchSize }, client);
}

async function swap(rebuild: Rebuild, client: pg.ClientBase, at: Checkpoint): Promise<void> {
  const { store, projection, tenantId } = rebuild;
  const { name, revision, tables } = projection;
  // From here on the live projection waits; what it has applied meanwhile must be in the shadow as well.
  const live = await takeCheckpoint(store, client, { name, tenantId, revision, wait: true });
  if (!live) throw new WorkerHalted(`${name} is being started by another process.`);
  let shadow = at;
  for (let events = await nextEvents(store, client, shadow, 2000); events.length > 0; events = await nextEvents(store, client, shadow, 2000)) {
    await projection.apply(writerOn(client, tenantId, { shadow: true }), events);
    shadow = { ...shadow, position: shadow.position + events.length };
  }
  for (const table of tables) await replaceRows(client, table, tenantId);
  await emptyShadow(rebuild, client);
  await moveCheckpoint(store, client, live, shadow.position, { revision });
  const own = [tenantId, name];
  await client.query(`delete from ${store.schema}.parked where tenant_id = $1 and subscription_id = $2`, own);
  await client.query(`delete from ${store.schema}.subscriptions where tenant_id = $1 and subscription_id = $2`, [tenantId, rebuildName(name)]);
}

async function emptyShadow({ projection, tenantId }: Rebuild, client: pg.ClientBase): Promise<void> {
  for (const table of projection.tables) await client.query(`delete from ${quoteTable(shadowOf(table))} where tenant_id = $1`, [tenantId]);
}

async function replaceRows(client: pg.ClientBase, table: string, tenantId: string): Promise<void> {
  const columns = (await columnsOf(client, table)).map(({ name }) => quoteName(name)).join(', ');
  await client.query(`delete from ${quoteTable(table)} where tenant_id = $1`, [tenantId]);
  await client.query(
    `insert into ${quoteTable(table)} (${columns}) select ${columns} from ${quoteTable(shadowOf(table))} where tenant_id = $1`,
    [tenantId],
  );
}

const columnsOf = (client: pg.ClientBase, table: string) =>
  ask<{ name: string; type: string }>(
    client,
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = '' order by attname`,
    [quoteTable(table)],
  );

async function requireTwin(client: pg.ClientBase, table: string): Promise<void> {
  const [live, shadow] = [await columnsOf(client, table), await columnsOf(client, shadowOf(table))];
  if (live.length === 0 || JSON.stringify(live) !== JSON.stringify(shadow))
    throw new WorkerHalted(`${shadowOf(table)} does not have the columns of ${table}: renew it with shadowSql in a migration.`);
}

async function strictly<T>(rebuild: Rebuild, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isPassing(error) && !(error instanceof WorkerHalted)) await markFailed(rebuild, describeFailure(error)).catch(() => undefined);
    throw error;
  }
}

// The live rows stay as they are; an automatic rebuild waits a while before it tries again.
const markFailed = ({ store, projection: { name }, tenantId }: Rebuild, error: string): Promise<unknown> =>
  inTransaction(store.pool, tenantId, (client) =>
    client.query(
      `update ${store.schema}.subscriptions set last_error = $4, retry_at = clock_timestamp() + interval '30 seconds',
         status = case subscription_id when $2 then 'failed' else status end
       where tenant_id = $1 and subscription_id in ($2, $3)`,
      [tenantId, rebuildName(name), name, error],
    ),
  );
