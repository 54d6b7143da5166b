import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '../event-store.ts';
import { type Job, type WorkOptions, runBatch, usual } from './batch.ts';
import type { Projection } from './define.ts';
import { behind } from './health.ts';
import { rebuildProjection } from './rebuild.ts';

/** How projections are kept up to date by this process. */
export interface RunnerOptions extends Partial<WorkOptions> {
  /** How often to look for events without being told of any. */
  readonly pollMs?: number;
  /** Transactions at a time. */
  readonly parallel?: number;
  /** Hears what went wrong; it is tried again in any case. Messages may carry values: mind where they go. */
  readonly onError?: (error: unknown, where: { projection: string; tenantId?: string }) => void;
}

/** Projections at work. */
export interface Runner {
  /** Ends after the transactions that are under way. */
  readonly stop: () => Promise<void>;
}

const AFTER_FAILURE_MS = 250;

/**
 * Keeps projections up to date for all tenants. Several processes may do so at once: each tenant and projection has one
 * worker at a time. Rows of an earlier revision are rebuilt.
 */
export function startProjections(store: EventStore, projections: readonly Projection[], options: RunnerOptions = {}): Runner {
  const { pollMs = 250, parallel = 4, onError = () => undefined, ...rest } = options;
  const byName = new Map(projections.map((projection) => [projection.name, projection]));
  const stopping = new AbortController();
  const work: WorkOptions = { ...usual, ...rest };
  const halted = (): boolean => stopping.signal.aborted;

  const drain = async (projection: Projection, tenantId: string): Promise<boolean> => {
    const job: Job = { store, projection, tenantId, options: work };
    try {
      for (;;) {
        const outcome = halted() ? 'busy' : await runBatch(job);
        if (outcome === 'outdated') await rebuildProjection(store, projection, tenantId, { signal: stopping.signal });
        else if (outcome !== 'advanced') return outcome === 'caught up';
      }
    } catch (error) {
      if (!halted()) onError(error, { projection: projection.name, tenantId });
      return false;
    }
  };

  /** One look at everything; true when all that was found could be done. */
  const round = async (): Promise<boolean> => {
    const jobs = await behind(store, [...byName.keys()]);
    let clean = true;
    const worker = async (): Promise<void> => {
      for (let next = jobs.shift(); next && !halted(); next = jobs.shift()) {
        const projection = byName.get(next.subscription_id);
        if (projection) clean = (await drain(projection, next.tenant_id)) && clean;
      }
    };
    await Promise.all(Array.from({ length: Math.min(parallel, jobs.length) }, worker));
    return clean;
  };

  const run = async (): Promise<void> => {
    while (!halted()) {
      const woken = store.wake.wait(pollMs, stopping.signal);
      try {
        if (!(await round())) await sleep(AFTER_FAILURE_MS, undefined, { signal: stopping.signal });
      } catch (error) {
        if (halted()) return;
        onError(error, { projection: '*' });
        await sleep(AFTER_FAILURE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
      await woken;
    }
  };

  store.wake.listen();
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
