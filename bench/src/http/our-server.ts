import { openDatabase } from '@wardwright/domain/db';
import { createApp } from '../../../apps/server/src/app.ts';
import { createLogger } from '../../../apps/server/src/http/logger.ts';
import { sessionsOf } from '../../../apps/server/src/identity/session.ts';
import { readSettings } from '../../../apps/server/src/settings.ts';
import { benchSecret } from './secret.ts';
import type { Live } from '../../../apps/server/src/system/live.ts';

const live: Live = { connected: true, topics: async function* () {}, stop: () => Promise.resolve() };

/** The product's own server, as it starts but for the limit per address, on a database that is there already. */
const urls = JSON.parse(process.argv[2] ?? '{}') as { app: string; identity: string };
const settings = readSettings({ RATE_LIMIT: '0' });
const app = await createApp({
  settings,
  database: openDatabase(urls),
  live,
  logger: createLogger('warn'),
  sessions: sessionsOf({ secret: benchSecret, publicUrl: settings.publicUrl }),
});
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`);
