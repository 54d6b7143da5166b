import { rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type pg from 'pg';
import type { Uploads } from '../quality/uploads.ts';
import { StartError } from '../start/error.ts';
import type { BackupPart, UploadHead } from './backup-file.ts';
import { waitingUploads } from './uploads-out.ts';

/** Brings the files of waiting imports back while the rows come back. Until all is proven they lie there as drafts. */
export interface UploadsBack {
  readonly take: (part: Extract<BackupPart, { upload: UploadHead }>) => Promise<void>;
  /** Compares the files with the imports that have come back, and keeps them. @throws StartError when they are not each other's */
  readonly keep: (client: pg.ClientBase, tenants: readonly string[], promised: number) => Promise<void>;
  readonly undo: () => Promise<void>;
  readonly count: () => { readonly uploads: number; readonly withoutFile: number };
}

// The folder may be that of another database, whose import of the same name waits for its own file.
const draftOf = (upload: string): string => `${upload}.draft`;

export function bringUploads(uploads: Uploads, file: string): UploadsBack {
  const taken = new Map<string, UploadHead>();
  const kept = new Set<string>();
  let withoutFile = 0;
  const damaged = (upload: string, why: string) => new StartError(`${file} is damaged: the upload ${upload} ${why}. Nothing was kept.`);
  return {
    take: async ({ upload: head, content }) => {
      taken.set(head.upload, head);
      const sha256 = await uploads.keep(head.tenant, draftOf(head.upload), Readable.from(content, { objectMode: false }));
      if (sha256 !== head.sha256) throw damaged(head.upload, 'came back with other bytes than were backed up');
    },
    keep: async (client, tenants, promised) => {
      const waiting = await waitingUploads(client, tenants);
      const wanted = new Map(waiting.map((one) => [one.id, one]));
      for (const { upload, tenant, sha256 } of taken.values()) {
        const one = wanted.get(upload);
        if (one?.tenant !== tenant || one.sha256 !== sha256) throw damaged(upload, 'belongs to no import that waits');
      }
      if (taken.size !== promised) throw new StartError(`${file} is damaged: it has ${taken.size} of ${promised} uploads. Nothing was kept.`);
      for (const { upload, tenant } of taken.values()) {
        await rename(uploads.pathOf(tenant, draftOf(upload)), uploads.pathOf(tenant, upload));
        kept.add(upload);
      }
      withoutFile = wanted.size - taken.size;
    },
    undo: async () => {
      for (const { tenant, upload } of taken.values()) await uploads.drop(tenant, kept.has(upload) ? upload : draftOf(upload));
    },
    count: () => ({ uploads: taken.size, withoutFile }),
  };
}
