import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Guard } from '../guard.ts';

const BUDGET_KB = 220;
const dist = 'apps/web/dist';

const attribute = (tag: string, name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];

/** Scripts that the page itself asks for: the entry and what it preloads. */
function askedFor(html: string): string[] {
  const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => attribute(tag, 'src'));
  const preloads = [...html.matchAll(/<link\b[^>]*>/g)]
    .filter(([tag]) => attribute(tag, 'rel') === 'modulepreload')
    .map(([tag]) => attribute(tag, 'href'));
  return [...scripts, ...preloads].filter((address) => address !== undefined);
}

/** Modules that a script names in static imports and re-exports; `import()` waits until it is called. */
const staticImports = (script: string): string[] =>
  [...script.matchAll(/(?:^|[;}\n])\s*(?:import|export)\s*(?:[\w*{}$,\s]+?\bfrom\s*|\*\s*from\s*|\{[^}]*\}\s*from\s*)?["']([^"']+)["']/g)].map(
    ([, address = '']) => address,
  );

function* reachable(root: string, from: readonly string[], seen = new Set<string>()): Generator<[string, number]> {
  for (const name of from) {
    if (seen.has(name)) continue;
    seen.add(name);
    const script = readFileSync(path.join(root, dist, name));
    yield [name, gzipSync(script).length];
    const next = staticImports(script.toString('utf8')).map((address) => path.posix.join(path.posix.dirname(name), address));
    yield* reachable(root, next, seen);
  }
}

export const firstLoad: Guard = {
  name: 'first load',
  promise: `The first page needs at most ${BUDGET_KB} kB of JavaScript, compressed.`,
  check: (root) => {
    const html = readFileSync(path.join(root, dist, 'index.html'), 'utf8');
    const entries = askedFor(html).map((address) => address.replace(/^\//, ''));
    const scripts = [...reachable(root, entries)];
    const bytes = scripts.reduce((sum, [, size]) => sum + size, 0);
    const list = scripts.toSorted(([, a], [, b]) => b - a).map(([name, size]) => `${path.basename(name)} ${(size / 1000).toFixed(1)}`);
    return {
      looked: scripts.length,
      unit: `scripts of ${(bytes / 1000).toFixed(1)} kB together`,
      offences: bytes <= BUDGET_KB * 1000 ? [] : [`${(bytes / 1000).toFixed(1)} kB: ${list.join(', ')}`],
    };
  },
};
