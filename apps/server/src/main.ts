import { createLogger } from './http/logger.ts';
import { exitWithSentence } from './start/exit.ts';
import { startProduct } from './start/product.ts';
import { stopOnSignals } from './start/signals.ts';
import { welcome } from './start/welcome.ts';
import { readSettings } from './settings.ts';

const begun = performance.now();

try {
  const settings = readSettings(process.env);
  const log = createLogger(settings.logLevel);
  const stopping = stopOnSignals(log);
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const product = await startProduct(settings, { log, say, signal: stopping.during });
  product.onLost((reason) => stopping.fail(`${reason} Start Wardwright again; nothing that was confirmed is lost.`));
  stopping.use(product.stop);
  process.stdout.write(welcome(settings, product, (performance.now() - begun) / 1000));
} catch (error) {
  exitWithSentence(error);
}
