import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ask, give, withPath } from './processes.mjs';

const windows = process.platform === 'win32';
const stampFile = path.join('node_modules', '.install.json');
const pnpmProgram = windows ? 'pnpm.cmd' : 'pnpm';

/** Stops with a sentence on a Node that the packages do not accept. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const accepted = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 23;
  if (!accepted) give(`Wardwright needs Node 20.19, 22.12 or newer; this is Node ${process.versions.node}.`);
}

/**
 * Obtains the pinned pnpm and installs what the lockfile says, if that has not been done since the manifests changed.
 * @returns an environment in which the installed programs and pnpm are found
 */
export async function toolchain() {
  const digest = manifestsDigest();
  const stamp = readStamp();
  const pnpmFolder = stamp?.digest === digest && existsSync(stamp.pnpmFolder) ? stamp.pnpmFolder : await install(digest);
  return {
    ...withPath([path.resolve('node_modules', '.bin'), pnpmFolder]),
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    DO_NOT_TRACK: '1',
  };
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return null;
  }
}

// Native packages depend on the machine and on the major version of Node, so these count like a manifest.
function manifestsDigest() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${process.versions.modules}`);
  for (const file of manifests()) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

function manifests() {
  const members = ['apps', 'packages'].flatMap((group) => readdirSync(group).sort().map((name) => path.join(group, name)));
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...['.', 'bench', 'migrations', ...members].map((folder) => path.join(folder, 'package.json'))];
  return files.filter((file) => existsSync(file));
}

async function install(digest) {
  const begun = Date.now();
  console.log('Installing the packages; the first time this takes about half a minute.');
  const pnpmFolder = await obtainPnpm();
  const args = ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only', '--loglevel=warn'];
  const { code, out, err } = await ask(path.join(pnpmFolder, pnpmProgram), args);
  if (code !== 0) give(`The packages could not be installed:\n${out}${err}`);
  mkdirSync('node_modules', { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ digest, pnpmFolder }));
  console.log(`Installed in ${((Date.now() - begun) / 1000).toFixed(1)} s.`);
  return pnpmFolder;
}

/** npm downloads pnpm into a cache of its own and puts that folder in front of the search path; turbo needs it there too. */
async function obtainPnpm() {
  const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8'));
  const { code, out, err } = await ask('npm', ['exec', '--yes', `--package=${packageManager}`, '--', 'node', '-p', 'process.env.PATH']);
  const folder = out
    .trim()
    .split(path.delimiter)
    .find((candidate) => candidate.includes('_npx') && existsSync(path.join(candidate, pnpmProgram)));
  if (code !== 0 || !folder) give(`npm could not fetch ${packageManager}; check the connection to the package registry.\n${err.trim()}`);
  return folder;
}
