import { readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SupervisorError } from './error.ts';

/** The account that PostgreSQL runs as; `switchTo` is set only when it differs from our own (we are root). */
export interface Owner {
  name: string;
  switchTo?: { uid: number; gid: number };
}

const CANDIDATES = ['postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root. As root it runs as whoever owns the existing data, else as `postgres`, else as
 * `nobody`; no account is created. As an ordinary user it runs as that user.
 */
export function chooseOwner(dataDirectory: string): Owner {
  if (process.getuid?.() !== 0) return { name: ownName() };
  const holder = existingHolder(dataDirectory);
  const accounts = readAccounts();
  const chosen =
    holder === undefined
      ? CANDIDATES.map((name) => accounts.find((account) => account.name === name)).find((found) => found !== undefined)
      : accounts.find((account) => account.uid === holder);
  if (chosen === undefined) {
    throw new SupervisorError(
      holder === undefined
        ? 'PostgreSQL does not run as root and this machine has neither an account "postgres" nor "nobody"; start as an ordinary user or set DATABASE_URL.'
        : `The database in ${dataDirectory} belongs to user id ${holder}, which has no account on this machine; start as that user or set WARDWRIGHT_HOME to another folder.`,
    );
  }
  return { name: chosen.name, switchTo: { uid: chosen.uid, gid: chosen.gid } };
}

function ownName(): string {
  try {
    return os.userInfo().username;
  } catch {
    throw new SupervisorError(
      `PostgreSQL needs an account name and user id ${process.getuid?.() ?? '?'} has none in /etc/passwd; start as a named user or set DATABASE_URL.`,
    );
  }
}

function existingHolder(dataDirectory: string): number | undefined {
  const found = statSync(dataDirectory, { throwIfNoEntry: false });
  return found === undefined || found.uid === 0 ? undefined : found.uid;
}

function readAccounts(): { name: string; uid: number; gid: number }[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map((fields) => ({ name: fields[0] ?? '', uid: asId(fields[2]), gid: asId(fields[3]) }));
}

// macOS writes nobody as -2, which the system calls take as an unsigned number.
function asId(text: string | undefined): number {
  return Number(text) >>> 0;
}

/** Throws a sentence when the account PostgreSQL runs as may not enter `directory` or one of its parents. */
export function assertReachable(directory: string, owner: Owner): void {
  if (owner.switchTo === undefined) return;
  const { uid, gid } = owner.switchTo;
  for (let at = directory; ; at = path.dirname(at)) {
    const { mode, uid: holder, gid: group } = statSync(at);
    const bit = holder === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) {
      throw new SupervisorError(
        `As root, PostgreSQL runs as "${owner.name}", which may not enter ${at}; set WARDWRIGHT_HOME to a folder outside it, such as /var/lib/wardwright, or start as an ordinary user.`,
      );
    }
    if (at === path.dirname(at)) return;
  }
}
