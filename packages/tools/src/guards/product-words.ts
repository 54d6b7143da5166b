import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { sourceFiles } from '../files.ts';
import type { Guard } from '../guard.ts';

const BINARY = /\.(png|jpe?g|gif|webp|ico|woff2?|ttf|gz|br|zst|zip|xlsx|pdf|wasm|dump)$/;
const MEGABYTE = 1024 ** 2;

interface Stranger {
  readonly pattern: RegExp;
  readonly why: string;
  /** Files in which the pattern is at home. */
  readonly except?: RegExp;
}

const strangers: readonly Stranger[] = [
  { pattern: /(?<![\w./~-])\/(?:work|workspace|private)\/[\w.-]+/, why: 'names a folder of one machine' },
  { pattern: /(?<![\w./~-])\/(?:home|Users|root)\/[\w.-]+/, why: 'names a folder of one machine', except: /\.test\.ts$/ },
  { pattern: /(?<![\w./~-])\/tmp\/[\w.-]+/, why: 'names a folder of one machine', except: /\.test\.ts$|^docs\/decisions\// },
  { pattern: /\bregistry\.[\w-]+\.\w+|\b(?:artifactory|verdaccio|nexus)[./]/i, why: 'names a package registry' },
  { pattern: /\btarball:\s*https?:/, why: 'pins a package to one download server', except: /^(?!pnpm-lock\.yaml$)/ },
  { pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/, why: 'is a note to self; do it or write an issue' },
  { pattern: /\b(?:issue|ticket|prototype) ?#?\d+\b/i, why: 'refers to something outside the repository', except: /^CHANGELOG\.md$/ },
  { pattern: /\blorem ipsum\b/i, why: 'is filler text' },
  { pattern: /^(?:<{7} |>{7} )/m, why: 'is what an unfinished merge leaves behind' },
];

const own = /^packages\/tools\/src\/guards\/product-words(?:\.test)?\.ts$/;

export const productWords: Guard = {
  name: 'product words',
  promise: 'The repository speaks of the product alone.',
  check: (root) => {
    const names = sourceFiles(root).filter((name) => !BINARY.test(name) && !name.startsWith('data/') && !own.test(name));
    const files = names.filter((name) => statSync(path.join(root, name)).size < MEGABYTE);
    return { looked: files.length, unit: 'files', offences: files.flatMap((name) => offencesIn(root, name)) };
  },
};

function offencesIn(root: string, name: string): string[] {
  const lines = readFileSync(path.join(root, name), 'utf8').split('\n');
  return strangers
    .filter(({ except }) => except === undefined || !except.test(name))
    .flatMap(({ pattern, why }) =>
      lines.flatMap((line, index) => {
        const [words] = pattern.exec(line) ?? [];
        return words === undefined ? [] : [`${name}:${index + 1} "${words}" ${why}`];
      }),
    );
}
