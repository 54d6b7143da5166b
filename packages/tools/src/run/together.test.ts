import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { repository } from '../files.ts';

// The second signal is what makes tsx kill the server, which then cannot stop the database.
const hasty = "process.on('SIGINT', () => process.exit(0)); setInterval(() => {}, 1000); console.log('up');";
const tidy = `let signals = 0;
  const asked = (signal) => { console.log('asked by ' + signal); signals += 1; if (signals === 1) setTimeout(() => { console.log('tidied'); process.exit(0); }, 1500); };
  process.on('SIGINT', asked); process.on('SIGTERM', asked); setInterval(() => {}, 1000); console.log('up');`;

function together() {
  const programs = [hasty, tidy].map((code, index) => ({ name: `p${index}`, command: process.execPath, args: ['-e', code], cwd: repository }));
  const driver = `const { runTogether } = await import(${JSON.stringify(path.join(repository, 'scripts/processes.mjs'))});
    process.exit(await runTogether(${JSON.stringify(programs)}, process.env));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', driver], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => said.push(...text.split('\n').filter((line) => line !== '')));
  const up = async (count: number): Promise<void> => {
    while (said.filter((line) => line.endsWith('up')).length < count) await pause(20);
  };
  return { child, said, up, closed: once(child, 'close') };
}

test('Ctrl-C is one wish, however often it arrives, and everybody may tidy up', async () => {
  const { child, said, up, closed } = together();
  await up(2);
  child.kill('SIGINT');
  await pause(50);
  child.kill('SIGINT');
  await closed;
  expect(said.filter((line) => line.startsWith('p1'))).toEqual(['p1     | up', 'p1     | asked by SIGINT', 'p1     | tidied']);
});

test('a second wish is passed on', async () => {
  const { child, said, up, closed } = together();
  await up(2);
  child.kill('SIGINT');
  await pause(800);
  child.kill('SIGTERM');
  await closed;
  expect(said.filter((line) => line.includes('asked by'))).toEqual(['p1     | asked by SIGINT', 'p1     | asked by SIGTERM']);
});
