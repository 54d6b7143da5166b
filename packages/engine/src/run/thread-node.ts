import { parentPort } from 'node:worker_threads';
import type { ToThread } from './messages.ts';
import { serveThread } from './thread.ts';

const port = parentPort;
if (port === null) throw new Error('This file is the body of a worker thread and cannot be run by itself.');
serveThread({
  post: (message) => port.postMessage(message),
  listen: (listener) => void port.on('message', (message: ToThread) => listener(message)),
});
