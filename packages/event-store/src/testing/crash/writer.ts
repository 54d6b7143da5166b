import { existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPassing, openEventStore } from '../../event-store.ts';
import { by } from '../events.ts';
import { type Orders, appendOf } from './shared.ts';

/** Appends until told to stop, and notes what the store has confirmed. It repeats what was not confirmed when it was killed. */
const orders = JSON.parse(process.argv[2] ?? '{}') as Orders;
const notes = path.join(orders.folder, `${orders.name}.confirmed`);
const confirmed = existsSync(notes) ? readFileSync(notes, 'utf8').split('\n').filter(Boolean) : [];
const file = openSync(notes, 'a');
const store = openEventStore({ url: orders.url, max: 2 });

let stopped = false;
process.on('SIGTERM', () => {
  stopped = true;
});

let next = confirmed.length === 0 ? 0 : Number(confirmed.at(-1)?.split(' ')[0]) + 1;
while (!stopped) {
  const { stream, events, expected } = appendOf(orders, next);
  try {
    const { duplicate } = await store.append(stream, events, { expected, by });
    // Dead between the append and its confirmation: whoever comes next must get the same answer.
    if (!duplicate && next % 150 === 149) process.kill(process.pid, 'SIGKILL');
    writeSync(file, `${next}${duplicate ? ' repeated' : ''}\n`);
    next += 1;
    await sleep(Math.random() * 6);
  } catch (error) {
    if (!isPassing(error)) throw error;
    await sleep(20);
  }
}
await store.close();
