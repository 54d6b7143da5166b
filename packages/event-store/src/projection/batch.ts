import type pg from 'pg';
import { WorkerHalted, isPassing } from '../errors.ts';
import type { EventStore } from '../event-store.ts';
import type { Recorded } from '../event.ts';
import { ask, inTransaction } from '../store/sql.ts';
import { type Checkpoint, describeFailure, moveCheckpoint, takeCheckpoint, writerOn } from './checkpoint.ts';
import type { Projection } from './define.ts';

/** How a worker goes about it. */
export interface WorkOptions {
  /** Events per transaction. */
  readonly batchSize: number;
  /** Waits between the attempts at an event that fails; after the last one its stream is parked. */
  readonly backOffMs: readonly number[];
  /** A worker that stops for longer in the middle of a transaction loses it. */
  readonly idleLimitMs: number;
}

export const usual: WorkOptions = { batchSize: 500, backOffMs: [1000, 2000, 4000, 8000, 16_000], idleLimitMs: 60_000 };

/**
 * What one transaction has come to. `busy`: somebody else works here. `outdated`: the rows are of an earlier revision
 * and wait for a rebuild; `superseded`: of a later one, so this process is the old one.
 */
export type Outcome = 'advanced' | 'caught up' | 'busy' | 'waiting' | 'outdated' | 'superseded';

/** One job: a projection for a tenant. */
export interface Job {
  readonly store: EventStore;
  readonly projection: Projection;
  readonly tenantId: string;
  readonly options: WorkOptions;
}

/** Takes the next events, writes rows and checkpoint in one transaction. An event that fails is found, retried and parked. */
export async function runBatch(job: Job): Promise<Outcome> {
  try {
    return await inOneTransaction(job, applyAll);
  } catch (error) {
    if (isPassing(error) || error instanceof WorkerHalted) throw error;
    return inOneTransaction(job, applyEach);
  }
}

type Apply = (job: Job, client: pg.ClientBase, from: Checkpoint, events: readonly Recorded[]) => Promise<void>;

async function inOneTransaction(job: Job, apply: Apply): Promise<Outcome> {
  const { store, projection, tenantId, options } = job;
  const work = async (client: pg.PoolClient): Promise<Outcome> => {
    const from = await takeCheckpoint(store, client, { name: projection.name, tenantId, revision: projection.revision });
    if (!from) return 'busy';
    if (from.waiting) return 'waiting';
    if (from.revision !== projection.revision) return from.revision < projection.revision ? 'outdated' : 'superseded';
    const events = await nextEvents(store, client, from, options.batchSize);
    if (events.length === 0) return 'caught up';
    await apply(job, client, from, events);
    return apply === applyAll && events.length < options.batchSize ? 'caught up' : 'advanced';
  };
  return inTransaction(store.pool, tenantId, work, { idleLimitMs: options.idleLimitMs });
}

/** The events behind a checkpoint. Positions have no holes; one would mean that an event is missing, so nothing goes on. */
export async function nextEvents(store: EventStore, client: pg.ClientBase, from: Checkpoint, limit: number): Promise<Recorded[]> {
  return withoutHole(await store.readAll(from.tenantId, { after: from.position, limit }, client), from);
}

/** The events, after a look at their positions. */
export function withoutHole(events: Recorded[], from: Checkpoint): Recorded[] {
  const hole = events.findIndex(({ position }, index) => position !== from.position + index + 1);
  if (hole >= 0) throw new WorkerHalted(`Position ${from.position + hole + 1} of the tenant is missing: ${from.name} has stopped.`);
  return events;
}

const lastOf = (events: readonly Recorded[], from: Checkpoint): number => events.at(-1)?.position ?? from.position;

const applyAll: Apply = async ({ store, projection }, client, from, events) => {
  const parked = await parkedStreams(store, client, from);
  await projection.apply(writerOn(client, from.tenantId), parked.size === 0 ? events : events.filter(({ streamId }) => !parked.has(streamId)));
  await moveCheckpoint(store, client, from, lastOf(events, from));
};

/** One by one, so that the event that fails is known: what came before it is kept, it is tried again later, then parked. */
const applyEach: Apply = async ({ store, projection, options }, client, from, events) => {
  const parked = await parkedStreams(store, client, from);
  const write = writerOn(client, from.tenantId);
  let failedBefore = from.attempts;
  for (const event of events) {
    if (parked.has(event.streamId)) continue;
    const failure = await attempt(client, () => projection.apply(write, [event]));
    if (failure === undefined) {
      failedBefore = 0;
      continue;
    }
    const error = describeFailure(failure);
    const retryInMs = options.backOffMs[failedBefore];
    if (retryInMs !== undefined) {
      const attempts = failedBefore + 1;
      await moveCheckpoint(store, client, from, event.position - 1, { status: 'retrying', attempts, retryInMs, error });
      return;
    }
    await park(store, client, from, event, failedBefore + 1, error);
    parked.add(event.streamId);
    failedBefore = 0;
  }
  await moveCheckpoint(store, client, from, lastOf(events, from));
};

async function attempt(client: pg.ClientBase, work: () => Promise<void>): Promise<unknown> {
  await client.query('savepoint one_event');
  try {
    await work();
    await client.query('release savepoint one_event');
    return undefined;
  } catch (error) {
    if (isPassing(error)) throw error;
    await client.query('rollback to savepoint one_event');
    return error;
  }
}

async function parkedStreams({ schema }: EventStore, client: pg.ClientBase, { tenantId, name }: Checkpoint): Promise<Set<string>> {
  const rows = await ask<{ stream_id: string }>(client, `select stream_id from ${schema}.parked where tenant_id = $1 and subscription_id = $2`, [tenantId, name]);
  return new Set(rows.map((row) => row.stream_id));
}

async function park({ schema }: EventStore, client: pg.ClientBase, { tenantId, name }: Checkpoint, { streamId, position }: Recorded, attempts: number, error: string): Promise<void> {
  await client.query(
    `insert into ${schema}.parked (tenant_id, subscription_id, stream_id, position, attempts, error) values ($1, $2, $3, $4, $5, $6)`,
    [tenantId, name, streamId, position, attempts, error],
  );
}
