import { writeSync } from 'node:fs';
import { isPassing, openEventStore } from '../../event-store.ts';
import { type Projection, startProjections } from '../../projection.ts';
import { boardWith } from '../board.ts';
import type { Orders } from './shared.ts';

/** Keeps the board, and now and then dies between its rows and its checkpoint, having said how many rows it saw written. */
const { url } = JSON.parse(process.argv[2] ?? '{}') as Orders;
const mortality = Number(process.argv[3] ?? 0);
const store = openEventStore({ url, max: 4 });
const board = boardWith();
const mortal: Projection = {
  ...board,
  apply: async (write, events) => {
    await board.apply(write, events);
    if (Math.random() >= mortality) return;
    const { rows } = await write.query('select count(*)::int as written from public.board');
    writeSync(1, JSON.stringify(rows[0]));
    process.kill(process.pid, 'SIGKILL');
  },
};
const onError = (error: unknown): void => {
  if (isPassing(error)) return;
  process.stderr.write(`projector: ${String(error)}\n`);
};
const runner = startProjections(store, [mortal], { pollMs: 100, batchSize: 50, onError });
process.on('SIGTERM', () => void runner.stop().then(() => store.close()));
