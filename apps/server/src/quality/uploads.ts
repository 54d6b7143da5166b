import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { finished, PassThrough, type Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { DomainError } from '@wardwright/domain/kernel';

/** Largest file that may be uploaded, packed or not; the largest the source publishes has some three megabytes. */
export const largestUpload = 256 * 1024 * 1024;

/** An import that nobody applied in this time has to be uploaded again. */
const keptFor = 7 * 86_400_000;

/** So long the rest of a refused upload is read away, in milliseconds. */
const drainedFor = 30_000;

/** Where the files of imports lie until they are applied or called off. */
export interface Uploads {
  /** The file of an import. */
  pathOf(tenantId: string, batchId: string): string;
  /**
   * Keeps a stream as the file of an import.
   * @returns its SHA-256
   * @throws DomainError `invalid` when it is larger than the limit
   */
  keep(tenantId: string, batchId: string, content: Readable): Promise<string>;
  /** Removes the file of an import, if it is there. */
  drop(tenantId: string, batchId: string): Promise<void>;
}

/** Counts and digests what passes; stops at the limit instead of filling the disk. */
class Measured extends Transform {
  readonly #hash = createHash('sha256');
  readonly #limit: number;
  #bytes = 0;

  constructor(limit: number) {
    super();
    this.#limit = limit;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes += chunk.length;
    this.#hash.update(chunk);
    if (this.#bytes <= this.#limit) done(null, chunk);
    else done(new DomainError('invalid', `The file is larger than ${this.#limit / 1024 / 1024} MB. Split it, or compress it with gzip.`));
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

/**
 * The same bytes in a stream of their own. A pipeline that fails destroys what it reads from, and with the request goes the
 * connection on which the refusal is to be sent.
 */
function apart(content: Readable): PassThrough {
  const copy = new PassThrough();
  let patience: NodeJS.Timeout | undefined;
  finished(content, { writable: false }, (error) => {
    clearTimeout(patience);
    if (error) copy.destroy(error);
  });
  // What is not wanted any more is read all the same for a while: until then the connection would wait, and so would who stops the server.
  copy.once('close', () => {
    if (content.readableEnded || content.destroyed) return;
    patience = setTimeout(() => content.destroy(), drainedFor).unref();
    content.resume();
  });
  return content.pipe(copy);
}

async function dropForgotten(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    if (now - (await stat(file)).mtimeMs > keptFor) await rm(file, { force: true });
  }
}

/** Keeps uploads in the product's own folder, one folder for each tenant; forgotten ones go when the next one comes. */
export function uploadsIn(home: string, limit = largestUpload): Uploads {
  const pathOf = (tenantId: string, batchId: string): string => path.join(home, 'uploads', tenantId, `${batchId}.csv`);
  const drop = (tenantId: string, batchId: string): Promise<void> => rm(pathOf(tenantId, batchId), { force: true });
  return {
    pathOf,
    drop,
    keep: async (tenantId, batchId, content) => {
      const file = pathOf(tenantId, batchId);
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await dropForgotten(path.dirname(file), Date.now());
      const measured = new Measured(limit);
      try {
        await pipeline(apart(content), measured, createWriteStream(file, { mode: 0o600, flush: true }));
      } catch (error) {
        await drop(tenantId, batchId);
        throw error;
      }
      return measured.digest();
    },
  };
}

/** The published files that come with the product, by the name an import asks for them. */
export const publishedFiles = {
  'hrrp-2016-2026': 'hrrp-2016-2026.csv.gz',
  'hospital-general-information': 'hospital-general-information-2024-07.csv.gz',
} as const;
export type PublishedFile = keyof typeof publishedFiles;

/**
 * A folder of the product's data, wherever the server was built to.
 * @throws DomainError `not-found` when the product was installed without it
 */
export function dataFolder(name: 'cms' | 'demo'): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (folder !== path.dirname(folder)) {
    const candidate = path.join(folder, 'data', name);
    if (existsSync(candidate)) return candidate;
    folder = path.dirname(folder);
  }
  throw new DomainError('not-found', 'The published files did not come with this installation. Download them from CMS and upload them.');
}
