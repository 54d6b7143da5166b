import { taskFor } from './cli/commands.ts';
import { exitWithSentence } from './start/exit.ts';
import { openSecrets } from './start/secrets.ts';
import { openServer } from './start/server.ts';
import { readSettings } from './settings.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const task = taskFor(process.argv.slice(2));
  const settings = readSettings(process.env);
  const server = await openServer(settings, openSecrets(settings.home), say);
  try {
    say(await task(server, settings));
  } finally {
    await server.stop();
  }
} catch (error) {
  exitWithSentence(error);
}
