import { setFlagsFromString } from 'node:v8';
import { parentPort } from 'node:worker_threads';
import type { ToThread } from './messages.ts';
import { serveThread } from './thread.ts';

// The compiler inlines no more than 920 bytes into a function, and stops within a move of the search: with more, moves are a sixth faster.
setFlagsFromString('--max-inlined-bytecode-size-cumulative=2000');

const port = parentPort;
if (port === null) throw new Error('This file is the body of a worker thread and cannot be run by itself.');
serveThread({
  post: (message) => port.postMessage(message),
  listen: (listener) => void port.on('message', (message: ToThread) => listener(message)),
});
