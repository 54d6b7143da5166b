import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

// Compressed once and as tightly as possible at build time, the files cost the server nothing but reading them.
const worthwhile = /\.(css|html|js|json|svg)$/;
const smallest = 1024;

for (const name of readdirSync('dist', { recursive: true })) {
  const file = path.join('dist', name);
  if (!worthwhile.test(name)) continue;
  const content = readFileSync(file);
  if (content.length < smallest) continue;
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
}
