import type pg from 'pg';
import { WorkerHalted } from '../errors.ts';
import type { EventStore } from '../event-store.ts';
import { shadowOf } from '../install/shadow-sql.ts';
import { quoteTable } from '../install/names.ts';
import { ask } from '../store/sql.ts';
import type { Writer } from './define.ts';

/** How far a projection has come for one tenant. */
export interface Checkpoint {
  readonly name: string;
  readonly tenantId: string;
  readonly position: number;
  readonly revision: number;
  readonly attempts: number;
  readonly waiting: boolean;
  /** True when nobody had been here before. */
  readonly fresh: boolean;
}

interface Row {
  position: number;
  revision: number;
  attempts: number;
  waiting: boolean;
}

const columns = `last_position as position, revision, attempts, coalesce(retry_at > clock_timestamp(), false) as waiting`;

/**
 * Takes the checkpoint for this transaction, making it when there is none. Nobody else can work on the same projection
 * and tenant until the transaction ends. Nothing is given when somebody does; with `wait` it queues instead.
 */
export async function takeCheckpoint(
  { schema }: EventStore,
  client: pg.ClientBase,
  { name, tenantId, revision, wait = false }: { name: string; tenantId: string; revision: number; wait?: boolean },
): Promise<Checkpoint | undefined> {
  const find = `select ${columns} from ${schema}.subscriptions where tenant_id = $1 and subscription_id = $2 for update ${wait ? '' : 'skip locked'}`;
  const [known] = await ask<Row & pg.QueryResultRow>(client, find, [tenantId, name]);
  if (known) return { name, tenantId, fresh: false, ...known };
  const [made] = await ask<Row & pg.QueryResultRow>(
    client,
    `insert into ${schema}.subscriptions (tenant_id, subscription_id, revision) values ($1, $2, $3)
     on conflict do nothing returning ${columns}`,
    [tenantId, name, revision],
  );
  return made && { name, tenantId, fresh: true, ...made };
}

/** What is written beside the position. */
export interface Mark {
  readonly status?: 'running' | 'retrying' | 'rebuilding' | 'failed';
  readonly attempts?: number;
  readonly retryInMs?: number;
  readonly error?: string;
  readonly revision?: number;
}

/**
 * Moves the checkpoint on, inside the transaction that has written the rows.
 * @throws WorkerHalted when somebody else has moved it meanwhile: this worker was taken for dead and must stop
 */
export async function moveCheckpoint({ schema }: EventStore, client: pg.ClientBase, from: Checkpoint, position: number, mark: Mark = {}): Promise<void> {
  const { status = 'running', attempts = 0, retryInMs = null, error = null, revision = from.revision } = mark;
  const moved = await client.query(
    `update ${schema}.subscriptions set last_position = $4, status = $5, attempts = $6, last_error = $7, revision = $8,
       retry_at = clock_timestamp() + make_interval(secs => $9::double precision / 1000), updated_at = clock_timestamp()
     where tenant_id = $1 and subscription_id = $2 and last_position = $3`,
    [from.tenantId, from.name, from.position, position, status, attempts, error, revision, retryInMs],
  );
  if (moved.rowCount !== 1) throw new WorkerHalted(`${from.name} was moved on by somebody else.`);
}

/** The writer handlers get; `shadow` sends what they write to the shadow tables. */
export function writerOn(client: pg.ClientBase, tenantId: string, { shadow = false, outOfTurn = false } = {}): Writer {
  return {
    tenantId,
    client,
    outOfTurn,
    table: (name) => quoteTable(shadow ? shadowOf(name) : name),
    query: (text, values = []) => client.query(text, [...values]),
  };
}

/** What is kept about a failure: enough to find it, never the values that caused it. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'An unknown failure.';
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `${error.name}${code}: ${error.message}`.slice(0, 300);
}
