import path from 'node:path';
import { type Database, openDatabase } from '@wardwright/domain/db';
import { setLoginActive } from '@wardwright/domain/identity/commands';
import { newId } from '@wardwright/domain/kernel';
import { StartError } from '../start/error.ts';
import { prepareSchema } from '../start/schema.ts';
import type { Server } from '../start/server.ts';
import { openTenant, passwordLink } from '../identity/operator.ts';
import type { Settings } from '../settings.ts';
import { uploadsIn } from '../quality/uploads.ts';
import { backUp } from './backup.ts';
import { restore } from './restore.ts';

/** A task for the operator: what it takes, and what it says when it is done. */
interface Task {
  readonly usage: string;
  readonly takes: number;
  readonly run: (server: Server, args: readonly string[], settings: Settings) => Promise<string>;
}

const plural = (count: number, noun: string): string => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

const tasks: Readonly<Record<string, Task>> = {
  migrate: {
    usage: 'migrate                    brings the tables to this version',
    takes: 0,
    run: async (server) => {
      const steps = await prepareSchema(server);
      return steps.length === 0 ? 'The tables are those of this version already.' : `Carried out:\n  ${steps.join('\n  ')}`;
    },
  },
  backup: {
    usage: 'backup <file>              writes everything into a new file',
    takes: 1,
    run: async ({ urls, folder }, [file = ''], { home }) => {
      const { rows, tables, tenants, bytes, uploads, lost } = await backUp(urls.owner, path.resolve(file), uploadsIn(home));
      const facts = `${plural(rows, 'row')} of ${plural(Object.keys(tables).length, 'table')} and ${plural(tenants, 'tenant')}`;
      const files = uploads > 0 ? `, and ${plural(uploads, 'upload')} that wait${uploads === 1 ? 's' : ''} for import,` : '';
      const gone = lost.length > 0 ? ` Gone or torn, and to be uploaded again: ${lost.join(', ')}.` : '';
      const secrets = folder ? ` Keep ${path.join(folder, 'secrets.json')} too: it signs sessions.` : '';
      return `Backed up ${facts}${files} to ${file} (${(bytes / 1e6).toFixed(1)} MB).${gone}${secrets}`;
    },
  },
  restore: {
    usage: 'restore <file>             fills an empty database from a backup',
    takes: 1,
    run: async ({ urls }, [file = ''], { home }) => {
      const restored = await restore(urls, path.resolve(file), uploadsIn(home));
      const { tables, createdAt, steps, jobs } = restored;
      const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
      const later = steps.length > 0 ? ` ${plural(steps.length, 'step')} brought it to this version.` : '';
      const waiting = jobs > 0 ? ` ${plural(jobs, 'job')} that had not ended will go on.` : '';
      const facts = `${plural(rows, 'row')} of ${plural(Object.keys(tables).length, 'table')}${restored.uploads > 0 ? ` and ${plural(restored.uploads, 'upload')}` : ''}`;
      const fileless = restored.withoutFile;
      const without = fileless > 0 ? ` ${plural(fileless, 'import')} wait${fileless === 1 ? 's' : ''} for a file that was not in the backup; cancel and upload again.` : '';
      return `Restored ${facts} from the backup of ${createdAt}, and compared them. Everybody signs in again, and links for a new password are void.${later}${waiting}${without}`;
    },
  },
  'user deactivate': {
    usage: 'user deactivate <e-mail>   shuts a login out and ends its sessions',
    takes: 1,
    run: (server, [email = '']) => setLogin(server, email, false),
  },
  'user reactivate': {
    usage: 'user reactivate <e-mail>   lets a login in again',
    takes: 1,
    run: (server, [email = '']) => setLogin(server, email, true),
  },
  'user link': {
    usage: 'user link <e-mail>         makes a link to choose a new password',
    takes: 1,
    run: (server, [email = ''], { publicUrl }) =>
      withDatabase(server, async (database) => `Once, within the hour: ${await passwordLink({ database, publicUrl }, email)}`),
  },
  'tenant open': {
    usage: 'tenant open <short name> <name> <e-mail>   opens a hospital group and its first administrator',
    takes: 3,
    run: (server, [slug = '', name = '', email = ''], { publicUrl }) =>
      withDatabase(server, async (database) => {
        const link = await openTenant({ database, publicUrl }, { slug, name, email });
        const opened = `${name} is open at ${publicUrl}/t/${slug}.`;
        return link ? `${opened} Its administrator chooses a password here, once, within the hour: ${link}` : `${opened} ${email} administers it.`;
      }),
  },
};

async function withDatabase({ urls }: Server, work: (database: Database) => Promise<string>): Promise<string> {
  const database = openDatabase(urls, { max: 2 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

const setLogin = (server: Server, email: string, active: boolean): Promise<string> =>
  withDatabase(server, async (database) => {
    await setLoginActive(database.identity, email, active, newId());
    return active ? `${email} may sign in again.` : `${email} can no longer sign in, and its sessions have ended.`;
  });

/** Finds the task that words on the command line ask for. @throws StartError that lists what can be asked for */
export function taskFor(words: readonly string[]): (server: Server, settings: Settings) => Promise<string> {
  for (const [name, { takes, run }] of Object.entries(tasks)) {
    const parts = name.split(' ');
    const rest = words.slice(parts.length);
    if (parts.every((part, index) => words[index] === part) && rest.length === takes) return (server, settings) => run(server, rest, settings);
  }
  throw new StartError(`Say what to do:\n  ${Object.values(tasks).map(({ usage }) => usage).join('\n  ')}`);
}
