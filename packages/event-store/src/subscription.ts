import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkerHalted, isPassing } from './errors.ts';
import type { EventStore } from './event-store.ts';
import type { EventShape, Recorded } from './event.ts';

/** From where and how a subscriber reads. */
export interface SubscribeOptions {
  /** Position of the last event the subscriber has dealt with; it keeps that itself. Default 0: from the first one. */
  readonly after?: number;
  readonly batchSize?: number;
  /** How often to look without being told of new events. */
  readonly pollMs?: number;
  /** Ends the subscription. */
  readonly signal?: AbortSignal;
}

const AFTER_FAILURE_MS = 500;

/**
 * All events of a tenant behind a position, then the new ones as they come, for ever. In order and without a hole; a
 * subscriber that remembers the position of what it has dealt with misses nothing and may see the last event twice.
 * A server that is away is waited for.
 */
export async function* subscribe<E extends EventShape = EventShape>(
  store: EventStore,
  tenantId: string,
  { after = 0, batchSize = 500, pollMs = 250, signal }: SubscribeOptions = {},
): AsyncGenerator<Recorded<E>, void, void> {
  store.wake.listen();
  let position = after;
  while (!signal?.aborted) {
    const woken = store.wake.wait(pollMs, signal);
    const events = await readOn<E>(store, tenantId, position, batchSize);
    for (const event of events) {
      if (signal?.aborted) return;
      if (event.position !== position + 1) throw new WorkerHalted(`Position ${position + 1} of the tenant is missing.`);
      position = event.position;
      yield event;
    }
    if (events.length < batchSize) await woken;
  }
}

async function readOn<E extends EventShape>(store: EventStore, tenantId: string, after: number, limit: number): Promise<Recorded<E>[]> {
  try {
    return await store.readAll<E>(tenantId, { after, limit });
  } catch (error) {
    if (!isPassing(error)) throw error;
    await sleep(AFTER_FAILURE_MS);
    return [];
  }
}

/** How events are shown to the outside. */
export interface TailOptions extends SubscribeOptions {
  /** What of an event is sent; nothing skips it. Default: all of it. */
  readonly show?: (event: Recorded) => unknown;
  /** A comment is sent this often, so that proxies keep the connection. */
  readonly heartbeatMs?: number;
}

/** The position a browser has read up to when it connects again; undefined on its first visit or when it is no position. */
export function lastPositionOf(request: IncomingMessage): number | undefined {
  const position = Number(request.headers['last-event-id'] ?? Number.NaN);
  return Number.isSafeInteger(position) && position >= 0 ? position : undefined;
}

/**
 * Answers a request with a tenant's events as server-sent events until the client leaves. Each carries its position as id,
 * so a browser that lost the connection goes on behind the last one it has. Who may see them is for the caller to decide.
 */
export async function tail(store: EventStore, tenantId: string, request: IncomingMessage, response: ServerResponse, options: TailOptions = {}): Promise<void> {
  const { show = (event: Recorded): unknown => event, heartbeatMs = 15_000, signal } = options;
  const leaving = new AbortController();
  const leave = (): void => leaving.abort();
  response.once('close', leave);
  signal?.addEventListener('abort', leave, { once: true });
  const after = lastPositionOf(request) ?? options.after ?? 0;
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  response.write(': open\n\n');
  const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatMs);
  try {
    for await (const event of subscribe(store, tenantId, { ...options, after, signal: leaving.signal })) {
      const shown = show(event);
      if (shown === undefined) continue;
      const room = response.write(`id: ${event.position}\ndata: ${JSON.stringify(shown)}\n\n`);
      if (!room) await once(response, 'drain', { signal: leaving.signal }).catch(() => undefined);
    }
  } finally {
    clearInterval(heartbeat);
    signal?.removeEventListener('abort', leave);
    response.end();
  }
}
