import { EventEmitter, on } from 'node:events';
import { type Announcement, liveChannel } from '@wardwright/domain/db';
import pg from 'pg';
import type { Logger as Log } from 'pino';
import { z } from 'zod';

/** Anybody who may connect to the database may notify: what is not ours is passed over. */
const announcement = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(z.object({ tenantId: z.uuid(), topic: z.string().max(100) }));
const retryAfter = 1000;

/** What other servers and jobs announced, as it arrives. */
export interface Live {
  /** Topics announced for one tenant, until the signal fires. */
  topics(tenantId: string, signal: AbortSignal): AsyncGenerator<string>;
  /** Whether announcements arrive at present. */
  readonly connected: boolean;
  stop(): Promise<void>;
}

/** Listens on the live channel and reconnects for ever; after a gap every page is told to look again. */
export async function startLive(url: string, log: Log): Promise<Live> {
  const bus = new EventEmitter().setMaxListeners(0);
  let client: pg.Client | null = null;
  let stopped = false;
  let retry: NodeJS.Timeout | null = null;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: 'wardwright-live', keepAlive: true });
    next.on('error', () => lost(next));
    next.on('end', () => lost(next));
    next.on('notification', ({ payload }) => publish(bus, payload));
    await next.connect();
    await next.query(`listen ${liveChannel}`);
    client = next;
    bus.emit('gap');
  };
  const lost = (which: pg.Client): void => {
    if (stopped || (client !== which && client !== null) || retry) return;
    client = null;
    log.warn('lost the live connection; trying again');
    retry = setTimeout(() => {
      retry = null;
      connect().catch((error: unknown) => {
        log.warn({ err: error }, 'the live connection is still down');
        lost(new pg.Client());
      });
    }, retryAfter);
  };
  await connect();

  return {
    get connected() {
      return client !== null;
    },
    topics: (tenantId, signal) => topicsOf(bus, tenantId, signal),
    stop: async () => {
      stopped = true;
      if (retry) clearTimeout(retry);
      await client?.end();
    },
  };
}

function publish(bus: EventEmitter, payload: string | undefined): void {
  const heard = announcement.safeParse(payload ?? '');
  if (heard.success) bus.emit('announced', heard.data);
}

function topicsOf(bus: EventEmitter, tenantId: string, signal: AbortSignal): AsyncGenerator<string> {
  const merged = new EventEmitter();
  const forward = (heard: Announcement): void => {
    if (heard.tenantId === tenantId) merged.emit('topic', heard.topic);
  };
  const everything = (): void => void merged.emit('topic', '*');
  const leave = (): void => void bus.off('announced', forward).off('gap', everything);
  bus.on('announced', forward).on('gap', everything);
  signal.addEventListener('abort', leave, { once: true });
  // Listening begins here and not at the first next(), so that nothing is missed while the caller reads the present state.
  return listened(on(merged, 'topic', { signal }), signal, leave);
}

async function* listened(heard: AsyncIterable<unknown[]>, signal: AbortSignal, leave: () => void): AsyncGenerator<string> {
  try {
    for await (const [topic] of heard) yield String(topic);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    leave();
  }
}
