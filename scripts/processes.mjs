import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const signalNumbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };
const orphanCheckEvery = 300;
const sameWish = 500;
// Programs that npm installs are scripts there, which only a shell can start.
const windows = process.platform === 'win32';

/** The same environment with folders put in front of the search path. */
export const withPath = (folders, env = process.env) => ({
  ...env,
  PATH: [...folders, env.PATH].join(windows ? ';' : ':'),
});

/** Ends with what is said on standard error. */
export function give(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Our parent, and with npm also the parent of the shell between us where the system lets us see it. */
function starters() {
  if (process.platform !== 'linux' || !process.env.npm_lifecycle_event) return String(process.ppid);
  try {
    const [, grandparent] = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${process.ppid}/status`, 'utf8')) ?? [];
    return `${process.ppid} ${grandparent}`;
  } catch {
    return String(process.ppid);
  }
}

/**
 * Passes signals on to running children until all have ended. A killed npm passes nothing on: its death counts as SIGTERM.
 * Ctrl-C comes from the terminal and again from npm, whose end follows: that is one wish, and some children take a second
 * signal as the order to end without tidying up.
 */
function guard(children) {
  let told = -Infinity;
  const relay = (signal) => {
    if (performance.now() - told < sameWish) return;
    told = performance.now();
    children.forEach((child) => child.kill(signal));
  };
  const endOnce = () => {
    if (told === -Infinity) relay('SIGTERM');
  };
  const startedBy = starters();
  const orphaned = setInterval(() => {
    if (starters() === startedBy) return;
    clearInterval(orphaned);
    endOnce();
  }, orphanCheckEvery);
  for (const signal of signals) process.on(signal, relay);
  return {
    endOnce,
    release: () => {
      clearInterval(orphaned);
      for (const signal of signals) process.off(signal, relay);
    },
  };
}

const ended = (child, command) =>
  new Promise((resolve) => {
    child.on('error', (error) => give(`${command} could not be started: ${error.message}`));
    child.on('close', (code, signal) => resolve(code ?? 128 + (signalNumbers[signal] ?? 0)));
  });

/** Runs one program with our own terminal until it ends. @returns its exit code */
export async function run(command, args, { env = process.env, tied = false } = {}) {
  // Over the channel a child learns of our death even when we are killed.
  const stdio = tied ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit';
  const child = spawn(command, args, { env, stdio, shell: windows && command !== process.execPath });
  const { release } = guard([child]);
  const code = await ended(child, command);
  release();
  return code;
}

/** Runs one program without showing what it says. @returns its exit code and its words */
export async function ask(command, args, { env = process.env } = {}) {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], shell: windows });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const { release } = guard([child]);
  const code = await ended(child, command);
  release();
  return { code, out, err };
}

/** Runs programs side by side, each line marked with who said it. When one ends, all end. @returns the first exit code */
export async function runTogether(programs, env) {
  const children = programs.map(({ name, command, args, cwd }) => {
    const stdio = ['ignore', 'pipe', 'pipe'];
    const child = spawn(command, args, { cwd, env, stdio, detached: !windows, shell: windows && command !== process.execPath });
    for (const stream of [child.stdout, child.stderr]) mark(stream, name);
    return windows ? child : wholeGroup(child);
  });
  const { endOnce, release } = guard(children);
  const ends = programs.map(({ command }, index) => ended(children[index], command));
  const code = await Promise.race(ends);
  endOnce();
  await Promise.all(ends);
  release();
  return code;
}

/** Some programs start others and do not pass signals on to them, so a signal goes to all that a child has started. */
function wholeGroup(child) {
  child.kill = (signal) => {
    try {
      return process.kill(-child.pid, signal);
    } catch {
      return false;
    }
  };
  return child;
}

function mark(stream, name) {
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) console.log(`${name.padEnd(6)} | ${line}`);
  });
}
