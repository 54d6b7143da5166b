import { EventEmitter, setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const BETWEEN_NOTES_MS = 50;
const AFTER_LOSS_MS = 1000;

/** Tells those who wait for events that there may be some. A lost note costs time, never an event: all of them also look by themselves. */
export interface Wake {
  /** Something was committed: wakes this process at once and the others within some 50 ms. */
  signal: () => void;
  /** Resolves at the next signal, after `ms`, or when aborted. */
  wait: (ms: number, abort?: AbortSignal) => Promise<void>;
  /** Hears the signals of other processes over a connection of its own, until `close`. */
  listen: () => void;
  close: () => Promise<void>;
}

// The password is there, but a spread does not see it.
const settingsOf = ({ options }: pg.Pool): pg.ClientConfig => ({ ...options, ...(options.password ? { password: options.password } : {}) });

/**
 * One NOTIFY per process and 50 ms, outside the appending transaction: a NOTIFY inside it would make PostgreSQL commit
 * one transaction at a time.
 */
export function createWake(pool: pg.Pool, channel: string): Wake {
  const emitter = new EventEmitter().setMaxListeners(0);
  const closing = new AbortController();
  // As many as wait: each takes its listener off again.
  setMaxListeners(0, closing.signal);
  let timer: NodeJS.Timeout | undefined;
  let listening: Promise<void> | undefined;

  const note = (): void => {
    timer = undefined;
    if (closing.signal.aborted) return;
    pool.query({ name: `${channel}.notify`, text: `select pg_notify('${channel}', '')` }).catch(() => undefined);
  };

  const hear = async (): Promise<void> => {
    const client = new pg.Client({ ...settingsOf(pool), application_name: 'event-store-listen' });
    let leave = (): void => undefined;
    const lost = new Promise<void>((resolve) => {
      leave = resolve;
      client.once('end', resolve);
      client.on('error', leave);
      closing.signal.addEventListener('abort', leave, { once: true });
    });
    try {
      await client.connect();
      client.on('notification', () => emitter.emit('wake'));
      await client.query(`listen "${channel}"`);
      emitter.emit('wake');
      await lost;
    } finally {
      closing.signal.removeEventListener('abort', leave);
      await client.end().catch(() => undefined);
    }
  };

  const keepHearing = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await hear().catch(() => undefined);
      await sleep(AFTER_LOSS_MS, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
    }
  };

  return {
    signal: () => {
      emitter.emit('wake');
      timer ??= setTimeout(note, BETWEEN_NOTES_MS).unref();
    },
    wait: (ms, abort) =>
      new Promise((resolve) => {
        if (abort?.aborted || closing.signal.aborted) return resolve();
        const done = (): void => {
          clearTimeout(limit);
          emitter.off('wake', done);
          abort?.removeEventListener('abort', done);
          closing.signal.removeEventListener('abort', done);
          resolve();
        };
        const limit = setTimeout(done, ms);
        emitter.once('wake', done);
        abort?.addEventListener('abort', done, { once: true });
        closing.signal.addEventListener('abort', done, { once: true });
      }),
    listen: () => {
      listening ??= keepHearing();
    },
    close: async () => {
      clearTimeout(timer);
      closing.abort();
      await listening;
    },
  };
}
