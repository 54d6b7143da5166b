import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { testDatabase } from '@wardwright/domain/testing';
import { steps } from '@wardwright/migrations';
import { emptyDatabase } from '@wardwright/postgres/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { repository } from '../files.ts';
import { run, runTool } from '../run/process.ts';
import { type Folder, temporaryFolder } from '../testing/temporary-copy.ts';

const app = path.join(import.meta.dirname, 'scratch-app/app.ts');
const catalog = (name: string): string =>
  new RegExp(`^  "?${name}"?: (.+)$`, 'm').exec(readFileSync(path.join(repository, 'pnpm-workspace.yaml'), 'utf8'))?.[1] ?? '';

let scratch: Folder;

/** What has been installed before is in pnpm's store; only the first time the registry is asked. */
async function install(cwd: string): Promise<void> {
  const args = ['install', '--ignore-workspace', '--no-frozen-lockfile', '--ignore-scripts', '--reporter=append-only'];
  const offline = await run('pnpm', [...args, '--offline'], { cwd });
  if (offline.code === 0) return;
  const { code, out, err } = await run('pnpm', [...args, '--prefer-offline'], { cwd });
  if (code !== 0) throw new Error(`The scratch app could not be installed:\n${out}${err}`);
}

beforeAll(async () => {
  scratch = temporaryFolder();
  const { root } = scratch;
  const { code, out, err } = await run('pnpm', ['pack', '--out', path.join(root, 'domain.tgz')], { cwd: path.join(repository, 'packages/domain') });
  if (code !== 0) throw new Error(`The domain could not be packed:\n${out}${err}`);
  const manifest = {
    name: 'scratch-app',
    private: true,
    type: 'module',
    dependencies: { '@wardwright/domain': 'file:./domain.tgz' },
    devDependencies: { '@types/node': catalog('@types/node') },
  };
  scratch.plant('package.json', JSON.stringify(manifest));
  cpSync(app, path.join(root, 'app.ts'));
  await install(root);
}, 240_000);
afterAll(() => scratch[Symbol.dispose]());

const installed = (name: string): string => path.join(scratch.root, 'node_modules/@wardwright/domain', name);

/** Compiles the app as somebody else's settings would; gives the complaints of the compiler. */
async function compile(name: string, options: object): Promise<string> {
  const compilerOptions = { target: 'ES2023', strict: true, skipLibCheck: true, types: ['node'], outDir: `out-${name}`, ...options };
  scratch.plant(`tsconfig.${name}.json`, JSON.stringify({ compilerOptions, files: ['app.ts'] }));
  const { out } = await runTool(repository, 'typescript/bin/tsc', ['-p', path.join(scratch.root, `tsconfig.${name}.json`), '--pretty', 'false', '--checkers', '1']);
  return out;
}

test('the package carries code, declarations and its licence, but no sources, tests or workspace links', () => {
  const { dependencies } = z.object({ dependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(installed('package.json'), 'utf8')));
  expect(Object.values(dependencies).filter((version) => !/^\d/.test(version))).toEqual([]);
  expect(['dist/domain/db/index.js', 'dist/domain/db/index.d.ts', 'LICENSE'].filter((name) => !existsSync(installed(name)))).toEqual([]);
  expect(['src', 'dist/domain/testing.js', 'dist/domain/kernel/ids.test.js'].filter((name) => existsSync(installed(name)))).toEqual([]);
});

test('it compiles as a Node program', async () => {
  expect(await compile('node', { module: 'NodeNext' })).toBe('');
});

test('it compiles for a bundler that builds for Node', async () => {
  expect(await compile('bundler', { module: 'esnext', moduleResolution: 'bundler', customConditions: ['node'] })).toBe('');
});

test('for a browser only the pure part can be imported', async () => {
  const complaints = await compile('browser', { module: 'esnext', moduleResolution: 'bundler', lib: ['ES2023', 'DOM'] });
  const missing = [...complaints.matchAll(/Cannot find module '([^']+)'/g)].map(([, name]) => name);
  const forNodeAlone = ['db', 'directory/model', 'identity/commands', 'identity/queries'];
  expect(new Set(missing)).toEqual(new Set(forNodeAlone.map((name) => `@wardwright/domain/${name}`)));
});

test('it runs on an empty database: schema, tenant, site, question, refusal', async () => {
  // Roles belong to the whole server, so the app is given the passwords that the other tests use.
  const clone = await testDatabase();
  const empty = await emptyDatabase();
  const roles = ['owner', 'app', 'identity', 'jobs'] as const;
  const password = (role: (typeof roles)[number]) => new URL(clone.urls[role]).password;
  const url = (role: (typeof roles)[number]) => empty.url(`wardwright_${role}`, password(role));
  try {
    const env = {
      ADMIN_URL: empty.adminUrl,
      OWNER_URL: url('owner'),
      APP_URL: url('app'),
      IDENTITY_URL: url('identity'),
      ...Object.fromEntries(roles.map((role) => [`${role.toUpperCase()}_PASSWORD`, password(role)])),
    };
    const { code, out, err } = await run(process.execPath, ['out-node/app.js'], { cwd: scratch.root, env });
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ steps: steps.length, name: 'East Campus', timeZone: 'America/Denver', sites: 1, refusal: 'invalid' });
  } finally {
    await empty.drop();
    await clone.close();
  }
});
