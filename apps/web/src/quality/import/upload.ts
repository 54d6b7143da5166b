import { z } from 'zod';
import type { ErrorStateProps } from '../../shell/components/states.tsx';
import { t } from '../../shell/i18n.tsx';

const started = z.object({ id: z.uuid(), jobId: z.uuid() });
const problem = z.object({ detail: z.string(), requestId: z.string().optional() });

/** How much of a file has been sent, in bytes. */
export interface Sent {
  readonly done: number;
  readonly total: number;
}

/** The server refused a file, or could not be reached. */
class UploadRefusal extends Error {
  readonly requestId: string | undefined;

  constructor(sentence: string, requestId?: string) {
    super(sentence);
    this.name = 'UploadRefusal';
    this.requestId = requestId;
  }
}

/** The person stopped the upload. */
export class UploadStopped extends Error {}

function refusalFrom(text: string): UploadRefusal {
  try {
    const { detail, requestId } = problem.parse(JSON.parse(text));
    return new UploadRefusal(detail, requestId);
  } catch {
    return new UploadRefusal(t('shell.error.unreachable'));
  }
}

/**
 * Sends a file to be read. Only XMLHttpRequest tells how much of it has gone.
 * @throws UploadRefusal, or UploadStopped when the signal fires
 */
export function sendFile(tenant: string, file: File, { onSent, signal }: { onSent: (sent: Sent) => void; signal: AbortSignal }): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/t/${tenant}/quality/imports`);
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.addEventListener('progress', (event) => onSent({ done: event.loaded, total: file.size }));
    request.addEventListener('load', () => {
      if (request.status === 202) resolve(started.parse(JSON.parse(request.responseText)).id);
      else reject(refusalFrom(request.responseText));
    });
    request.addEventListener('error', () => reject(new UploadRefusal(t('shell.error.unreachable'))));
    request.addEventListener('abort', () => reject(new UploadStopped()));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

/** Files that came with the product. */
export type PublishedFile = 'hrrp-2016-2026' | 'hospital-general-information';

/** Has a file read that came with the product. @throws UploadRefusal */
export async function takePublished(tenant: string, name: PublishedFile): Promise<string> {
  const answer = await fetch(`/t/${tenant}/quality/imports/published/${name}`, { method: 'POST' }).catch(() => null);
  if (!answer) throw new UploadRefusal(t('shell.error.unreachable'));
  if (answer.status !== 202) throw refusalFrom(await answer.text());
  return started.parse(await answer.json()).id;
}

/** What is said about a file that did not arrive. */
export function unsent(error: unknown): ErrorStateProps {
  const kept = t('quality.import.unsent.kept');
  if (!(error instanceof UploadRefusal)) return { title: t('quality.import.unsent'), kept };
  return { title: error.message, kept, ...(error.requestId === undefined ? {} : { id: error.requestId }) };
}
