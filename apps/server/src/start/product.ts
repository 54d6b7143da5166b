import { connect, openDatabase } from '@wardwright/domain/db';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createApp } from '../app.ts';
import type { Settings } from '../settings.ts';
import { startLive } from '../system/live.ts';
import { startWorkers } from '../system/workers.ts';
import { setDemoAccounts } from './demo-accounts.ts';
import { StartError } from './error.ts';
import { countJobs } from './job-counts.ts';
import { assemble } from './parts.ts';
import { phases } from './phases.ts';
import { prepareSchema } from './schema.ts';
import { openSecrets } from './secrets.ts';
import { openServer } from './server.ts';

/** A server that answers. */
export interface Product {
  readonly address: string;
  /** The folder of the built-in database, if that is in use. */
  readonly folder: string | null;
  /** Calls back once if the built-in database ends by itself. */
  readonly onLost: (listener: (reason: string) => void) => void;
  /** Lets running requests finish, then ends the workers, the pools and the database. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts everything in order: database, schema, pools, workers, demo, web server.
 * @throws StartEnded when the signal fires; StartError or SupervisorError with a sentence for the operator; whatever had been started is stopped again.
 */
export async function startProduct(
  settings: Settings,
  { log, say, signal }: { log: Logger; say: (line: string) => void; signal: AbortSignal },
): Promise<Product> {
  const { run, undo, takeBack } = phases(log, signal);
  try {
    const secrets = openSecrets(settings.home);
    const server = await run('database', () => openServer(settings, secrets, say));
    undo('database', server.stop);
    const steps = await run('schema', () => prepareSchema(server));
    if (steps.length > 0) log.info({ steps }, 'the schema was brought to this version');
    const database = openDatabase(server.urls, { max: settings.databasePool });
    undo('pools', () => database.close());
    const { tasks, loadDemo, ...parts } = assemble({ settings, secrets, database, log });
    if (settings.demo) await run('demo', loadDemo);
    await run('demo accounts', () => setDemoAccounts(database, settings.demo));
    const live = await run('live', () => startLive(server.urls.jobs, log));
    undo('live', () => live.stop());
    const queue = connect(server.urls.jobs, { name: 'wardwright-metrics', max: 1 });
    undo('queue', () => queue.destroy());
    const workers = await run('workers', () => startWorkers({ database, jobsUrl: server.urls.jobs, tasks, log }));
    undo('workers', () => workers.stop());
    const jobCounts = () => countJobs(queue);
    const checks = { workers: () => workers.healthy() };
    const app = await run('routes', () => createApp({ ...parts, settings, database, live, logger: log, checks, jobCounts }));
    undo('web', () => app.close());
    const address = await run('listen', () => listen(app, settings));
    signal.throwIfAborted();
    return { address, folder: server.folder, onLost: server.onLost, stop: takeBack };
  } catch (error) {
    await takeBack();
    throw error;
  }
}

async function listen(app: FastifyInstance, { port, host }: Settings): Promise<string> {
  try {
    return await app.listen({ port, host });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new StartError(`Port ${port} is taken, perhaps by another Wardwright; stop that one, or set PORT to another number.`);
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartError(`The server cannot listen on ${host}, port ${port} (${code}); change HOST or PORT.`);
    throw error;
  }
}
