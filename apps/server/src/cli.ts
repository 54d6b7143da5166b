import { createLogger } from './http/logger.ts';
import { exitWithSentence } from './start/exit.ts';
import { prepareSchema } from './start/schema.ts';
import { openSecrets } from './start/secrets.ts';
import { openServer } from './start/server.ts';
import { readSettings } from './settings.ts';

const log = createLogger('warn');
try {
  const settings = readSettings(process.env);
  const server = await openServer(settings, openSecrets(settings.home), (line) => log.info(line));
  const steps = await prepareSchema(server);
  await server.stop();
  process.stdout.write(`${steps.length} steps carried out.\n`);
} catch (error) {
  exitWithSentence(error);
}
