import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { StartError } from '../start/error.ts';
import type { Section, Sink, TableSum } from './copy-out.ts';

// One gzip file: a head, uploads, sections, an end. Heads and end are lines of JSON. The bytes of an upload follow its head,
// which says how many they are; the rows of a section follow its head in the text format of COPY, up to a line with a
// backslash and a dot, which no row can be. The first format had no uploads.
const head = z.object({ product: z.literal('wardwright'), format: z.literal([1, 2]), createdAt: z.string(), steps: z.array(z.string()).min(1) });
const section = z.object({ table: z.string(), columns: z.array(z.string()).min(1), tenant: z.uuid().nullable() });
const upload = z.object({ upload: z.uuid(), tenant: z.uuid(), bytes: z.int().nonnegative(), sha256: z.string() });
const end = z.object({ tables: z.record(z.string(), z.object({ rows: z.int(), sha256: z.string() })), uploads: z.int().default(0) });

/** When a backup was made, and by which steps of the schema. */
export type Head = Readonly<z.infer<typeof head>>;

/** The file of an import that waits: which import, of whom, and how to tell that it is whole. */
export type UploadHead = Readonly<z.infer<typeof upload>>;

/** What is said at the end: the sums of the tables, and how many uploads there were. */
export type Sums = Readonly<z.infer<typeof end>>;

const lastLine = '\\.\n';
const newline = 10;

const damaged = (file: string, why: string) => new StartError(`${file} is no whole backup (${why}); use another one.`);

/** Writes a backup as it comes in. */
export interface BackupWriter extends Sink {
  /** @param content exactly as many bytes as the head says */
  readonly upload: (head: UploadHead, content: AsyncIterable<Buffer>) => Promise<void>;
  readonly finish: (tables: Readonly<Record<string, TableSum>>) => Promise<void>;
  readonly abandon: () => void;
}

/** Opens a file that must not exist yet; only its owner may read it. */
export function writeBackup(file: string, steps: readonly string[]): BackupWriter {
  const into = new PassThrough();
  const done = pipeline(into, createGzip(), createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }));
  done.catch(() => undefined);
  const write = async (chunk: Buffer | string): Promise<void> => {
    if (into.destroyed) return done;
    if (!into.write(chunk)) await Promise.race([new Promise((resolve) => into.once('drain', resolve)), done]);
  };
  const line = (value: object) => write(`${JSON.stringify(value)}\n`);
  let opened = false;
  let uploads = 0;
  const open = async (): Promise<void> => {
    if (opened) return;
    opened = true;
    await line({ product: 'wardwright', format: 2, createdAt: new Date().toISOString(), steps: [...steps] } satisfies Head);
  };
  return {
    begin: async (next) => {
      await open();
      await line(next);
    },
    upload: async (next, content) => {
      await open();
      uploads += 1;
      await line(next);
      let missing = next.bytes;
      for await (const chunk of content) {
        missing -= chunk.length;
        await write(chunk);
      }
      if (missing !== 0) throw new StartError(`The upload ${next.upload} changed while it was backed up; make the backup again.`);
    },
    write,
    end: () => write(lastLine),
    finish: async (tables) => {
      await open();
      await line({ tables, uploads } satisfies Sums);
      into.end();
      await done;
    },
    abandon: () => into.destroy(),
  };
}

/** A part of a backup. */
export type BackupPart =
  | { readonly upload: UploadHead; readonly content: AsyncIterable<Buffer> }
  | { readonly section: Section; readonly rows: AsyncIterable<Buffer> }
  | { readonly sums: Sums };

/** Reads a backup from front to back. */
export interface BackupReader {
  readonly head: Head;
  /** The next upload or section, or the sums at the end. What a part carries must be read before the next one is asked for. */
  readonly next: () => Promise<BackupPart>;
}

/** Opens a backup. @throws StartError when it is none. */
export async function readBackup(file: string): Promise<BackupReader> {
  const lines = new Lines(file);
  const parse = async <T>(shape: z.ZodType<T>): Promise<T> => {
    const parsed = shape.safeParse(await lines.json());
    if (!parsed.success) throw damaged(file, 'it does not read like one');
    return parsed.data;
  };
  return {
    head: await parse(head),
    next: async () => {
      const part = await parse(z.union([section, upload, end]));
      if ('upload' in part) return { upload: part, content: lines.bytes(part.bytes) };
      return 'table' in part ? { section: part, rows: lines.rows() } : { sums: part };
    },
  };
}

/** The unpacked bytes of a file, by lines. */
class Lines {
  readonly #file: string;
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(file: string) {
    this.#file = file;
    const unpacked = createGunzip();
    pipeline(createReadStream(file), unpacked).catch(() => undefined);
    this.#chunks = (unpacked as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#chunks.next().catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new StartError(`There is no file ${this.#file}.`) : damaged(this.#file, error.code ?? error.message);
    });
    if (done) throw damaged(this.#file, 'it ends too early');
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
  }

  async json(): Promise<unknown> {
    let at = this.#rest.indexOf(newline);
    for (; at === -1; at = this.#rest.indexOf(newline)) await this.#more();
    const text = this.#rest.toString('utf8', 0, at);
    this.#rest = this.#rest.subarray(at + 1);
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  /** The next bytes, whatever is in them. */
  async *bytes(count: number): AsyncGenerator<Buffer> {
    for (let missing = count; missing > 0; ) {
      if (this.#rest.length === 0) await this.#more();
      const piece = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(piece.length);
      missing -= piece.length;
      yield piece;
    }
  }

  /** Whole rows up to the last line of the section, in pieces as large as they come. */
  async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      const end = this.#endOfSection();
      if (end !== -1) {
        if (end > 0) yield this.#rest.subarray(0, end);
        this.#rest = this.#rest.subarray(end + lastLine.length);
        return;
      }
      const whole = this.#rest.lastIndexOf(newline) + 1;
      if (whole > 0) yield this.#rest.subarray(0, whole);
      this.#rest = this.#rest.subarray(whole);
      await this.#more();
    }
  }

  #endOfSection(): number {
    for (let at = this.#rest.indexOf(lastLine); at !== -1; at = this.#rest.indexOf(lastLine, at + 1))
      if (at === 0 || this.#rest[at - 1] === newline) return at;
    return -1;
  }
}
