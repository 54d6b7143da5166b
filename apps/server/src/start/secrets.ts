import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StartError } from './error.ts';

const secretsFile = z.object({
  authSecret: z.string().min(32),
  databasePasswords: z.object({
    owner: z.string().min(16),
    app: z.string().min(16),
    identity: z.string().min(16),
    jobs: z.string().min(16),
  }),
});

/** What nobody but this installation knows. */
export type Secrets = Readonly<z.infer<typeof secretsFile>>;

/** Reads the secrets of a home folder, making them on first start. They are readable by the owner of the file alone. */
export function openSecrets(home: string): Secrets {
  const file = path.join(home, 'secrets.json');
  try {
    if (!existsSync(file)) create(home, file);
    chmodSync(file, 0o600);
    const parsed = secretsFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return parsed.data;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw unusable(file, error);
  }
  throw new StartError(`${file} is damaged; put it back from a backup, or remove it to sign everybody out and begin with new secrets.`);
}

function create(home: string, file: string): void {
  // The account that Postgres runs as has to pass through, whatever the umask says.
  if (mkdirSync(home, { recursive: true })) chmodSync(home, 0o755);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(newSecrets(), null, 2)}\n`, { mode: 0o600, flush: true });
  try {
    // A link never replaces a file: of two servers that start at once, the second one takes over what the first has made.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function newSecrets(): Secrets {
  const password = () => randomBytes(24).toString('base64url');
  return {
    authSecret: randomBytes(48).toString('base64url'),
    databasePasswords: { owner: password(), app: password(), identity: password(), jobs: password() },
  };
}

const unusable = (file: string, error: unknown) =>
  new StartError(
    `${file} cannot be used (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}); make it accessible for this user or set WARDWRIGHT_HOME to another folder.`,
  );
