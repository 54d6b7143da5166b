import type { Database } from '@wardwright/domain/db';
import { addDemoDirectory } from '@wardwright/domain/directory/fixtures';
import type { Logger } from 'pino';
import type { DomainRoutes } from '../app.ts';
import { loadDemoAccounts } from '../identity/demo.ts';
import { authRoutes } from '../identity/routes.ts';
import { sessionsOf } from '../identity/session.ts';
import { ensureDemo } from '../quality/demo.ts';
import { qualityTasks } from '../quality/jobs.ts';
import { qualityRoutes } from '../quality/routes.ts';
import { uploadsIn } from '../quality/uploads.ts';
import type { Settings } from '../settings.ts';
import type { Task } from '../system/tasks.ts';
import type { Sessions } from '../trpc/context.ts';
import type { Secrets } from './secrets.ts';

/** What a context is given at start. */
export interface StartContext {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly database: Database;
  readonly log: Logger;
}

/** What the contexts bring to a running server, beside their procedures. */
export interface Parts {
  readonly sessions: Sessions;
  /** Routes that are no procedures, such as sign-in and uploads. */
  readonly routes: readonly DomainRoutes[];
  readonly tasks: readonly Task[];
  /** Makes the demo tenant, unless it is there. */
  readonly loadDemo: () => Promise<void>;
}

/** Puts the contexts together. Beside the router, the one place where the server names them. */
export function assemble({ settings, secrets, database, log }: StartContext): Parts {
  const secret = settings.authSecret ?? secrets.authSecret;
  const sessions = sessionsOf({ secret, publicUrl: settings.publicUrl });
  const uploads = uploadsIn(settings.home);
  return {
    sessions,
    routes: [
      authRoutes({ settings, secret, database, log }),
      qualityRoutes({ database, sessions, uploads }),
    ],
    tasks: qualityTasks(uploads),
    loadDemo: async () => {
      const founders = await loadDemoAccounts(database);
      const larkmoor = founders.get('larkmoor');
      if (larkmoor) await addDemoDirectory(larkmoor);
      await ensureDemo(database);
    },
  };
}
