import { EventStoreError } from './errors.ts';
import type { EventStore } from './event-store.ts';
import { ask } from './store/sql.ts';

const needed = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

/**
 * Makes sure that what the server confirms survives a power failure. Call it at start, except in tests.
 * @throws EventStoreError naming the settings that are off
 */
export async function requireDurability({ pool }: EventStore): Promise<void> {
  const rows = await ask<{ name: string }>(pool, "select name from pg_settings where name = any ($1) and setting = 'off'", [[...needed]]);
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => name).join(', ');
  throw new EventStoreError(`PostgreSQL may lose confirmed events in a power failure: switch on ${names}.`);
}
