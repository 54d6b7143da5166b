import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gunzipSync, constants } from 'node:zlib';
import { parse } from 'csv-parse';
import { DomainError } from '../../kernel/errors.ts';

const HEAD_BYTES = 65_536;
/** A small compressed file may unpack to anything; this much is thirty times the largest file the source publishes. */
const MOST_BYTES = 2 ** 30;
const LONGEST_ROW = 20_000;
const SHOWN_LINE = 60;

/** What the first bytes of a file say about how to read it. */
export interface FileFacts {
  readonly compressed: boolean;
  readonly delimiter: ',' | ';' | '\t' | '|';
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
  return { compressed, delimiter: delimiterOf(heading), bytes: size };
}

/** The SHA-256 of a file, by which the same file is known again. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Lets text through untouched, counts it, and stops at the first byte that is not UTF-8. */
class CheckedText extends Transform {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #bytes = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes += chunk.length;
    if (this.#bytes > MOST_BYTES) done(refuse('The file unpacks to more than a gigabyte. Split it by fiscal year.'));
    else done(this.#complaint(chunk), chunk);
  }

  override _flush(done: TransformCallback): void {
    done(this.#complaint(null));
  }

  #complaint(chunk: Buffer | null): DomainError | null {
    try {
      if (chunk) this.#decoder.decode(chunk, { stream: true });
      else this.#decoder.decode();
      return null;
    } catch {
      return refuse('The file holds letters that are not UTF-8. Save it as "CSV UTF-8" and upload that.');
    }
  }
}

const packingErrors = new Set(['Z_DATA_ERROR', 'Z_BUF_ERROR', 'Z_STREAM_ERROR']);

function asSentence(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DomainError) return error;
  const { code, lines } = error as { code?: string; lines?: number };
  if (code && packingErrors.has(code)) return refuse('The compressed file is cut short or damaged. Download it again.');
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE')
    return refuse(`A quotation mark before line ${lines ?? '?'} is never closed, so rows run together. Correct the file first.`);
  if (code?.startsWith('CSV_')) return refuse(`Line ${lines ?? '?'} cannot be read as CSV: ${error.message}`);
  return error;
}

/** One line of the file. `line` is the place in the file, the heading being line 1. */
export interface FileRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * The rows of a file in order, a few at a time, whatever its size; the first is the heading.
 * @throws DomainError `invalid` when the file breaks off, is not text, or has a quotation mark that never closes.
 */
export async function* readRecords(path: string, facts: FileFacts, signal: AbortSignal): AsyncGenerator<FileRecord> {
  const parser = parse({
    bom: true,
    delimiter: facts.delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  });
  const text = new CheckedText();
  const source = createReadStream(path);
  const flow = facts.compressed
    ? pipeline(source, createGunzip(), text, parser, { signal })
    : pipeline(source, text, parser, { signal });
  flow.catch(() => undefined);
  try {
    for await (const parsed of parser as AsyncIterable<ParsedRecord>)
      yield { line: parsed.info.lines, cells: parsed.record };
    await flow;
  } catch (error) {
    signal.throwIfAborted();
    throw asSentence(error);
  }
}
