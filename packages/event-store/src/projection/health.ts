import { setTimeout as sleep } from 'node:timers/promises';
import { ProjectionLag } from '../errors.ts';
import type { EventStore } from '../event-store.ts';
import { ask, inTransaction } from '../store/sql.ts';
import type { Projection } from './define.ts';
import { rebuildName } from './rebuild.ts';

/** How a projection stands for one tenant. */
export interface Health {
  readonly tenantId: string;
  readonly projection: string;
  readonly head: number;
  readonly position: number;
  /** Events it has not applied yet. */
  readonly lag: number;
  /** `degraded`: goes on, but holds streams back. `stuck`: far behind, or not moved for a while although there are events. */
  readonly state: 'well' | 'retrying' | 'degraded' | 'stuck';
  readonly parkedStreams: number;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly movedAt: string | null;
  /** Set while the rows are being built anew. */
  readonly rebuild?: { readonly position: number; readonly status: string; readonly lastError: string | null };
}

interface ProgressRow {
  tenant_id: string;
  subscription_id: string;
  head: number;
  last_position: number;
  revision: number | null;
  status: string | null;
  attempts: number | null;
  last_error: string | null;
  updated_at: string | null;
  parked: number;
}

/** Subscriptions with news, of all tenants; those that wait for a retry are left out until it is due. */
export const behind = (store: EventStore, names: readonly string[]): Promise<{ tenant_id: string; subscription_id: string }[]> =>
  ask(store.pool, `select tenant_id, subscription_id from ${store.schema}.progress($1, true)`, [names]);

const all = (store: EventStore, names: readonly string[]) =>
  ask<ProgressRow & Record<string, unknown>>(store.pool, `select * from ${store.schema}.progress($1, false)`, [names]);

/** When a projection counts as stuck. */
export interface Limits {
  readonly lag: number;
  readonly stillMs: number;
}

/** Lag and state of projections, for all tenants that have events. Shows positions, never what an event says. */
export async function projectionHealth(store: EventStore, projections: readonly Projection[], limits: Limits = { lag: 1000, stillMs: 60_000 }): Promise<Health[]> {
  const names = projections.map(({ name }) => name);
  const rows = await all(store, names);
  const rebuilds = await all(store, names.map(rebuildName));
  return rows.map((row) => {
    const rebuild = rebuilds.find(
      (other) => other.tenant_id === row.tenant_id && other.subscription_id === rebuildName(row.subscription_id) && other.status !== null,
    );
    return {
      ...standing(row, limits),
      ...(rebuild ? { rebuild: { position: rebuild.last_position, status: rebuild.status ?? '', lastError: rebuild.last_error } } : {}),
    };
  });
}

function standing(row: ProgressRow, limits: Limits): Health {
  const lag = row.head - row.last_position;
  const still = row.updated_at === null ? 0 : Date.now() - Date.parse(row.updated_at);
  const stuck = lag > limits.lag || (lag > 0 && still > limits.stillMs);
  return {
    tenantId: row.tenant_id,
    projection: row.subscription_id,
    head: row.head,
    position: row.last_position,
    lag,
    state: stuck ? 'stuck' : row.status === 'retrying' ? 'retrying' : row.parked > 0 ? 'degraded' : 'well',
    parkedStreams: row.parked,
    attempts: row.attempts ?? 0,
    lastError: row.last_error,
    movedAt: row.updated_at,
  };
}

/**
 * Resolves when a projection has applied everything up to a position, so that a writer can read what it has written.
 * @throws ProjectionLag when that takes longer than `timeoutMs`
 */
export async function waitFor(store: EventStore, { name }: Pick<Projection, 'name'>, tenantId: string, position: number, { timeoutMs = 2000 } = {}): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (let pause = 5; ; pause = Math.min(pause * 2, 50)) {
    const reached = await inTransaction(store.pool, tenantId, async (client) => {
      const [row] = await ask<{ last_position: number }>(
        client,
        `select last_position from ${store.schema}.subscriptions where tenant_id = $1 and subscription_id = $2`,
        [tenantId, name],
      );
      return row?.last_position ?? 0;
    });
    if (reached >= position) return;
    if (Date.now() + pause > end) throw new ProjectionLag(name, position, reached);
    await sleep(pause);
  }
}
