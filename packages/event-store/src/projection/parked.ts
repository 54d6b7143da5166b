import { isPassing } from '../errors.ts';
import type { EventStore } from '../event-store.ts';
import { ask, inTransaction } from '../store/sql.ts';
import { type Checkpoint, describeFailure, takeCheckpoint, writerOn } from './checkpoint.ts';
import type { Projection } from './define.ts';

/** A stream whose events a projection holds back since one of them has failed. */
export interface ParkedStream {
  readonly streamId: string;
  /** Position of the event that failed. */
  readonly position: number;
  readonly attempts: number;
  readonly error: string;
  readonly parkedAt: string;
}

/** The streams a projection holds back for a tenant, oldest first. */
export async function parkedStreamsOf(store: EventStore, { name }: Projection, tenantId: string): Promise<ParkedStream[]> {
  return inTransaction(store.pool, tenantId, (client) =>
    ask<ParkedStream & Record<string, unknown>>(
      client,
      `select stream_id as "streamId", position, attempts, error, parked_at as "parkedAt" from ${store.schema}.parked
       where tenant_id = $1 and subscription_id = $2 order by position`,
      [tenantId, name],
    ),
  );
}

/** How a replay has gone. */
export interface Replayed {
  readonly drained: readonly string[];
  /** Streams that failed again and stay parked. */
  readonly failed: readonly string[];
}

/** Applies what parked streams have missed, in order, after the cause of the failure was mended. One transaction per stream. */
export async function replayParked(store: EventStore, projection: Projection, tenantId: string): Promise<Replayed> {
  const drained: string[] = [];
  const failed: string[] = [];
  for (const { streamId } of await parkedStreamsOf(store, projection, tenantId)) {
    try {
      await replayStream(store, projection, tenantId, streamId);
      drained.push(streamId);
    } catch (error) {
      if (isPassing(error)) throw error;
      await noteFailure(store, projection, tenantId, streamId, error);
      failed.push(streamId);
    }
  }
  return { drained, failed };
}

async function replayStream(store: EventStore, projection: Projection, tenantId: string, streamId: string): Promise<void> {
  await inTransaction(store.pool, tenantId, async (client) => {
    const at = await takeCheckpoint(store, client, { name: projection.name, tenantId, revision: projection.revision, wait: true });
    if (!at) return;
    const held = await heldEvents(store, client, at, streamId);
    await projection.apply(writerOn(client, tenantId, { outOfTurn: true }), held);
    await client.query(`delete from ${store.schema}.parked where tenant_id = $1 and subscription_id = $2 and stream_id = $3`, [tenantId, at.name, streamId]);
  });
}

type Client = Parameters<Parameters<typeof inTransaction>[2]>[0];

async function heldEvents(store: EventStore, client: Client, { tenantId, name, position }: Checkpoint, streamId: string) {
  const [row] = await ask<{ position: number }>(
    client,
    `select position from ${store.schema}.parked where tenant_id = $1 and subscription_id = $2 and stream_id = $3`,
    [tenantId, name, streamId],
  );
  if (!row) return [];
  const known = await store.readStream(tenantId, streamId, { toPosition: position }, client);
  return known.filter((event) => event.position >= row.position);
}

async function noteFailure(store: EventStore, { name }: Projection, tenantId: string, streamId: string, error: unknown): Promise<void> {
  await inTransaction(store.pool, tenantId, (client) =>
    client.query(
      `update ${store.schema}.parked set attempts = attempts + 1, error = $4 where tenant_id = $1 and subscription_id = $2 and stream_id = $3`,
      [tenantId, name, streamId, describeFailure(error)],
    ),
  );
}
