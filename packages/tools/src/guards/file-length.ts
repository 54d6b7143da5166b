import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sourceFiles } from '../files.ts';
import type { Guard } from '../guard.ts';

const LIMIT = 300;
const written = /\.(tsx?|mts|cts|mjs|cjs|jsx?|css|html|sql|sh)$/;
const notByHand = /\.gen\.\w+$|^data\//;

const lines = (text: string): number => (text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0));

export const fileLength: Guard = {
  name: 'file length',
  promise: `No file that people write has more than ${LIMIT} lines.`,
  check: (root) => {
    const files = sourceFiles(root).filter((name) => written.test(name) && !notByHand.test(name));
    const long = files
      .map((name) => ({ name, length: lines(readFileSync(path.join(root, name), 'utf8')) }))
      .filter(({ length }) => length > LIMIT);
    return {
      looked: files.length,
      unit: 'files',
      offences: long.map(({ name, length }) => `${name} has ${length} lines; move a part into a file of its own`),
    };
  },
};
