// The commands of the repository. Needs nothing but Node and npm: what else it takes is fetched on first use.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ask, give, run, runTogether } from './processes.mjs';
import { requireNode, toolchain } from './toolchain.mjs';

const calledFrom = process.env.INIT_CWD ?? process.cwd();
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

const node = process.execPath;
const tsx = (workspace) => path.join(root, workspace, 'node_modules/tsx/dist/cli.mjs');

async function build(env, ...workspaces) {
  const filters = workspaces.map((name) => `--filter=@wardwright/${name}`);
  const begun = Date.now();
  const { code, out, err } = await ask('turbo', ['run', 'build', '--output-logs=errors-only', ...filters], { env });
  if (code !== 0) give(`The build failed:\n${out}${err}`);
  return (Date.now() - begun) / 1000;
}

async function start(env) {
  console.log('Building the server and the pages, where they have changed.');
  const seconds = await build(env, 'server', 'web');
  console.log(`Built in ${seconds.toFixed(1)} s. Starting the database and the server.`);
  return run(node, ['--enable-source-maps', 'apps/server/dist/main.js'], { env, tied: true });
}

async function commandLine(env, args) {
  await build(env, 'server');
  return run(node, ['--enable-source-maps', 'apps/server/dist/cli.js', ...args], { env });
}

const fileArguments = (args) => args.map((arg) => (arg.startsWith('-') ? arg : path.resolve(calledFrom, arg)));

function script(env, workspace, file, args) {
  const full = path.join(workspace, file);
  if (!existsSync(full)) give(`${full} is missing from this checkout.`);
  return run(node, [tsx(workspace), full, ...args], { env });
}

function develop(env) {
  const server = path.join(root, 'apps/server');
  const web = path.join(root, 'apps/web');
  return runTogether(
    [
      { name: 'server', command: node, args: [tsx('apps/server'), 'watch', '--clear-screen=false', 'src/main.ts'], cwd: server },
      { name: 'web', command: node, args: [path.join(web, 'node_modules/vite/bin/vite.js')], cwd: web },
      { name: 'types', command: 'tsc', args: ['-p', 'tsconfig.types.json', '--watch', '--preserveWatchOutput'], cwd: server },
    ],
    env,
  );
}

/** Each command, given the environment of the installed programs and its own arguments, ends with an exit code. */
const commands = {
  start,
  dev: develop,
  test: (env, args) => script(env, 'packages/tools', 'src/test.ts', args),
  verify: (env, args) => script(env, 'packages/tools', 'src/verify.ts', args),
  'migrate:new': (env, args) => script(env, 'packages/tools', 'src/migrate-new.ts', args),
  'new:resource': (env, args) => script(env, 'packages/tools', 'src/new-resource.ts', args),
  bench: (env, args) => script(env, 'bench', 'run.ts', args),
  soak: (env, args) => script(env, 'packages/event-store', 'src/bin/soak.ts', args),
  migrate: (env) => commandLine(env, ['migrate']),
  backup: (env, args) => commandLine(env, ['backup', ...fileArguments(args)]),
  restore: (env, args) => commandLine(env, ['restore', ...fileArguments(args)]),
  user: (env, args) => commandLine(env, ['user', ...args]),
  tenant: (env, args) => commandLine(env, ['tenant', ...args]),
};

requireNode();
const [name = 'start', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command) give(`There is no command "${name}"; there are ${Object.keys(commands).join(', ')}.`);
process.exit(await command(await toolchain(), args));
