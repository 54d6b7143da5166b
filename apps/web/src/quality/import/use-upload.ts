import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { type PublishedFile, sendFile, type Sent, takePublished, UploadStopped } from './upload.ts';

/** What is being sent, or why it was not. */
export interface Upload {
  readonly sending: { readonly name: string; readonly sent: Sent | null } | null;
  readonly error: unknown;
  readonly send: (file: File) => void;
  readonly take: (name: PublishedFile, title: string) => void;
  readonly stop: () => void;
}

/** Sends a file and goes to its page. Leaving the page stops what has not been sent. */
export function useUpload(tenant: string): Upload {
  const navigate = useNavigate();
  const [sending, setSending] = useState<Upload['sending']>(null);
  const [error, setError] = useState<unknown>(null);
  const line = useRef<AbortController | null>(null);
  useEffect(() => () => line.current?.abort(), []);

  const run = async (name: string, work: (signal: AbortSignal) => Promise<string>): Promise<void> => {
    const control = new AbortController();
    line.current = control;
    setError(null);
    setSending({ name, sent: null });
    try {
      const id = await work(control.signal);
      await navigate({ to: '/t/$tenant/quality/import/$id', params: { tenant, id } });
    } catch (reason) {
      if (!(reason instanceof UploadStopped)) setError(reason);
    } finally {
      setSending(null);
    }
  };
  return {
    sending,
    error,
    send: (file) => void run(file.name, (signal) => sendFile(tenant, file, { signal, onSent: (sent) => setSending({ name: file.name, sent }) })),
    take: (name, title) => void run(title, () => takePublished(tenant, name)),
    stop: () => line.current?.abort(),
  };
}
