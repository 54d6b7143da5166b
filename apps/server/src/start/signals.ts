import type { Logger } from 'pino';
import { StartEnded } from './error.ts';

/** How this process comes to its end. */
export interface Stopping {
  /** Fires when the end comes before the start is over; the start takes back what it has done, and the process ends. */
  readonly during: AbortSignal;
  /** What has to be stopped before the process may end, from now on. */
  use(stop: () => Promise<void>): void;
  /** Ends after a failure that cannot be mended while running. */
  fail(sentence: string): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const interrupted = 130;
/** Ctrl-C reaches every process of a terminal, and whoever started us may pass the signal on as well: that is one wish. */
const sameWish = 500;

/** Stops in order on the first signal and at once on the second. */
export function stopOnSignals(log: Logger): Stopping {
  const during = new AbortController();
  let stop: (() => Promise<void>) | null = null;
  let ending = false;
  let begun = 0;
  const end = (code: number, sentence: string): void => {
    if (ending && performance.now() - begun < sameWish) return;
    if (ending) process.exit(interrupted);
    ending = true;
    begun = performance.now();
    process.stdout.write(`${sentence}\n`);
    if (!stop) return during.abort(new StartEnded());
    stop().then(
      () => process.exit(code),
      (error: unknown) => {
        log.fatal({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  };
  const failed = (error: unknown): void => {
    log.fatal({ err: error }, 'unexpected error');
    if (!ending) end(1, 'Wardwright stops because of an unexpected error of its own.');
  };
  const asked = () => end(0, 'Wardwright is stopping; running requests may finish.');
  for (const signal of signals) process.on(signal, asked);
  // A starter that keeps a channel to us takes us with it, even when it is killed.
  process.once('disconnect', asked);
  process.channel?.unref();
  process.on('uncaughtException', failed);
  process.on('unhandledRejection', failed);
  return {
    during: during.signal,
    use: (given) => {
      stop = given;
    },
    fail: (sentence) => {
      if (!ending) end(1, sentence);
    },
  };
}
