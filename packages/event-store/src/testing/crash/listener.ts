import { existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { openEventStore } from '../../event-store.ts';
import { subscribe } from '../../subscription.ts';
import type { Orders } from './shared.ts';

/** Does something outside the database for each event: it writes a line. After a death it goes on behind its last line but one. */
const { url, folder, tenants } = JSON.parse(process.argv[2] ?? '{}') as Orders;
const store = openEventStore({ url, max: 4 });
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());

async function follow(tenantId: string): Promise<void> {
  const notes = path.join(folder, `${tenantId}.heard`);
  const lines = existsSync(notes) ? readFileSync(notes, 'utf8').split('\n').filter(Boolean) : [];
  const file = openSync(notes, 'a');
  // One line back: what was done last may not have been finished, so it is done again and known by its id.
  const after = lines.length < 2 ? 0 : Number(lines.at(-2)?.split(' ')[0]);
  for await (const event of subscribe(store, tenantId, { after, signal: stop.signal })) writeSync(file, `${event.position} ${event.id}\n`);
}

await Promise.all(tenants.map(follow));
await store.close();
