import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readBackup, writeBackup } from './backup-file.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'wardwright-backup-'));
let count = 0;
const aFile = () => path.join(folder, `${(count += 1)}.gz`);
afterAll(() => rmSync(folder, { recursive: true }));

// As COPY writes a value: control characters and backslashes are escaped.
const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
const value = fc.oneof(fc.constantFrom('\\.', '\\.\n', '.', '', '\\', 'a\\.', '\n\\.\n'), fc.string(), fc.string({ unit: 'binary' }));
const row = fc.array(value, { minLength: 1, maxLength: 3 }).map((values) => `${values.map(escaped).join('\t')}\n`);

const files = fc.array(fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)), { maxLength: 3 });
const headOf = (content: Buffer) => ({ upload: randomUUID(), tenant: randomUUID(), bytes: content.length, sha256: 'of the file' });
async function* pieces(content: Buffer, size: number) {
  for (let at = 0; at < content.length; at += size) yield await Promise.resolve(content.subarray(at, at + size));
}

async function readAll(file: string) {
  const reader = await readBackup(file);
  const sections: { table: string; rows: string }[] = [];
  const uploads: Buffer[] = [];
  for (let part = await reader.next(); ; part = await reader.next()) {
    if ('sums' in part) return { head: reader.head, sections, uploads, sums: part.sums };
    const chunks: Buffer[] = [];
    for await (const chunk of 'upload' in part ? part.content : part.rows) chunks.push(chunk);
    if ('upload' in part) uploads.push(Buffer.concat(chunks));
    else sections.push({ table: part.section.table, rows: Buffer.concat(chunks).toString() });
  }
}

describe('a backup file', () => {
  it('gives back what was written, wherever its pieces are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(row, { maxLength: 20 }), { maxLength: 4 }), files, fc.integer({ min: 1, max: 60 }), async (tables, uploads, size) => {
        const file = aFile();
        const writer = writeBackup(file, ['one', 'two']);
        for (const content of uploads) await writer.upload(headOf(content), pieces(content, size));
        const wanted = tables.map((rows, index) => ({ table: `t.${index}`, rows: rows.join('') }));
        for (const { table, rows } of wanted) {
          await writer.begin({ table, columns: ['a'], tenant: null });
          const bytes = Buffer.from(rows);
          for (let at = 0; at < bytes.length; at += size) await writer.write(bytes.subarray(at, at + size));
          await writer.end();
        }
        await writer.finish({ 't.0': { rows: 1, sha256: 'x' } });
        const read = await readAll(file);
        expect(read.head.steps).toEqual(['one', 'two']);
        expect(read.uploads).toEqual(uploads);
        expect(read.sections).toEqual(wanted);
        expect(read.sums).toEqual({ tables: { 't.0': { rows: 1, sha256: 'x' } }, uploads: uploads.length });
      }),
      { numRuns: 60 },
    );
  });

  it('can be read by its owner alone and never replaces another', async () => {
    const file = aFile();
    await writeBackup(file, ['one']).finish({});
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(writeBackup(file, ['one']).finish({})).rejects.toThrow('EEXIST');
  });

  const spoilt = (change: (bytes: Buffer) => Buffer) => async () => {
    const file = aFile();
    const writer = writeBackup(file, ['one']);
    await writer.begin({ table: 't.a', columns: ['a'], tenant: null });
    await writer.write(Buffer.from('row\n'.repeat(1000)));
    await writer.end();
    await writer.finish({});
    writeFileSync(file, change(readFileSync(file)));
    await expect(readAll(file)).rejects.toThrow(/is no whole backup \(.+\); use another one\./);
  };
  it('is refused when it was cut short', spoilt((bytes) => bytes.subarray(0, bytes.length - 20)));
  it('is refused when its end is missing', spoilt((bytes) => gzipSync(gunzipSync(bytes).subarray(0, -15))));
  it('is refused when it is none', spoilt(() => Buffer.from('something else')));
  it('is refused when it is the file of another product', spoilt(() => gzipSync('{"product":"other"}\n')));

  it('of the first format, which had no uploads, is still read', async () => {
    const file = aFile();
    const lines = [{ product: 'wardwright', format: 1, createdAt: '2026-01-01T00:00:00Z', steps: ['one'] }, { tables: {} }];
    writeFileSync(file, gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
    expect(await readAll(file)).toMatchObject({ sections: [], uploads: [], sums: { tables: {}, uploads: 0 } });
  });

  it('is refused when an upload has another name than an id', async () => {
    const file = aFile();
    const writer = writeBackup(file, ['one']);
    await writer.upload({ ...headOf(Buffer.from('')), upload: '../elsewhere' }, pieces(Buffer.from(''), 1));
    await writer.finish({});
    await expect(readAll(file)).rejects.toThrow('it does not read like one');
  });

  it('is missed in a sentence', async () => {
    await expect(readBackup(path.join(folder, 'nowhere.gz'))).rejects.toThrow(`There is no file ${path.join(folder, 'nowhere.gz')}.`);
  });
});
