import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gunzipSync, constants } from 'node:zlib';
import { DomainError } from '../../kernel/errors.ts';
import { type FileRecord, type Separators, rowsOf } from './file-rows.ts';

const HEAD_BYTES = 65_536;
/** A small compressed file may unpack to anything; this much is thirty times the largest file the source publishes. */
const MOST_BYTES = 2 ** 30;
const SHOWN_LINE = 60;

/** What the first bytes of a file say about how to read it. */
export interface FileFacts extends Separators {
  readonly compressed: boolean;
  readonly bytes: number;
}

const refuse = (message: string, details: Readonly<Record<string, unknown>> = {}): DomainError =>
  new DomainError('invalid', message, details);

async function headOf(path: string): Promise<{ bytes: Buffer; size: number }> {
  const { size } = await stat(path);
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(Math.min(size, HEAD_BYTES));
    await file.read(buffer, 0, buffer.length, 0);
    return { bytes: buffer, size };
  } finally {
    await file.close();
  }
}

function unpackedHead(head: Buffer): Buffer {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * HEAD_BYTES });
  } catch {
    throw refuse('The compressed file is damaged. Download it again, or upload it uncompressed.');
  }
}

const utf16 = 'This file is saved as UTF-16 or is not text. Save it as "CSV UTF-8" and upload that.';

const kinds: readonly (readonly [(text: string) => boolean, string])[] = [
  [
    (text) => text.startsWith('PK\u0003\u0004'),
    'This is an Excel workbook or a zip archive, not a CSV file. Save the sheet as "CSV UTF-8" and upload that.',
  ],
  [(text) => text.startsWith('%PDF'), 'This is a PDF, not a CSV file.'],
  [(text) => /^\s*<(!doctype|html|\?xml)/i.test(text), 'This is a web page, not a CSV file. Download the file itself.'],
  [(text) => /^\s*[{[]/.test(text), 'This is JSON, not a CSV file.'],
  [(text) => text.startsWith('\u00ff\u00fe') || text.startsWith('\u00fe\u00ff') || text.includes('\0'), utf16],
];

const delimiters = [',', ';', '\t', '|'] as const;

function delimiterOf(heading: string): FileFacts['delimiter'] {
  const bare = heading.replaceAll(/"[^"]*"/g, '""');
  const counted = delimiters.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length - 1 }));
  const best = counted.reduce((most, each) => (each.count > most.count ? each : most));
  if (best.count > 0) return best.delimiter;
  throw refuse(
    `The first line holds no comma, semicolon, tab or bar, so there are no columns. It reads "${heading.slice(0, SHOWN_LINE)}".`,
  );
}

/**
 * Looks at the beginning of a file: packed or not, and what separates its columns.
 * @throws DomainError `invalid` with a sentence about what the file is instead of a CSV file.
 */
export async function inspectFile(path: string): Promise<FileFacts> {
  const { bytes: head, size } = await headOf(path);
  if (size === 0) throw refuse('The file is empty.');
  const compressed = head[0] === 0x1f && head[1] === 0x8b;
  const text = (compressed ? unpackedHead(head) : head).toString('latin1');
  const foreign = kinds.find(([is]) => is(text));
  if (foreign) throw refuse(foreign[1]);
  const heading = text.replace(/^\u00ef\u00bb\u00bf/, '').split(/\r?\n|\r/, 1)[0] ?? '';
  return { compressed, delimiter: delimiterOf(heading), newline: /\r\n|\n|\r/.exec(text)?.[0] === '\r' ? '\r' : '\n', bytes: size };
}

/** The SHA-256 of a file, by which the same file is known again. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** The text of a file piece by piece, up to the first byte that is not UTF-8. */
async function* textOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  const decode = (chunk?: Buffer): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw refuse('The file holds letters that are not UTF-8. Save it as "CSV UTF-8" and upload that.');
    }
  };
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw refuse('The file unpacks to more than a gigabyte. Split it by fiscal year.');
    yield decode(chunk);
  }
  yield decode();
}

const packingErrors = new Set(['Z_DATA_ERROR', 'Z_BUF_ERROR', 'Z_STREAM_ERROR']);

const asSentence = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && packingErrors.has(error.code)
    ? refuse('The compressed file is cut short or damaged. Download it again.')
    : error;

/**
 * The rows of a file in order, a few at a time, whatever its size; the first is the heading.
 * @throws DomainError `invalid` when the file breaks off, is not text, or has a quotation mark that never closes.
 */
export async function* readRecords(path: string, facts: FileFacts, signal: AbortSignal): AsyncGenerator<FileRecord> {
  const chunks = facts.compressed ? createGunzip() : new PassThrough();
  const flow = pipeline(createReadStream(path), chunks, { signal });
  flow.catch(() => undefined);
  try {
    yield* rowsOf(textOf(chunks), facts);
    await flow;
  } catch (error) {
    signal.throwIfAborted();
    throw asSentence(error);
  }
}
