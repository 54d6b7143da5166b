import { createHash } from 'node:crypto';
import { type AdmissionEvent, created, moved } from '../events.ts';
import type { NewEvent } from '../../event.ts';

/** What every child process is told. */
export interface Orders {
  readonly url: string;
  readonly folder: string;
  readonly name: string;
  readonly tenants: readonly string[];
}

export const eventsPerAppend = 2;
const appendsPerStream = 25;

/** The same UUID for the same words: a writer that was killed makes the same events again. */
export function idOf(words: string): string {
  const hex = createHash('sha256').update(words).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const idsOf = (writer: string, n: number): string[] => Array.from({ length: eventsPerAppend }, (_, part) => idOf(`${writer}/${n}/${part}`));

/** The n-th append of a writer: which stream, which events, and the version the stream must have. */
export function appendOf({ name, tenants }: Orders, n: number) {
  const place = n % appendsPerStream;
  const ids = idsOf(name, n);
  const first: AdmissionEvent = place === 0 ? created : moved(`bed ${n}`);
  const events: NewEvent<AdmissionEvent>[] = [first, moved(`ward ${n}`)].map((event, part) => ({ ...event, id: ids[part] ?? '' }));
  return {
    stream: { tenantId: tenantOf(name, tenants), streamId: idOf(`${name}/stream ${Math.floor(n / appendsPerStream)}`), streamType: 'Admission' },
    events,
    expected: place === 0 ? ('no stream' as const) : place * eventsPerAppend,
  };
}

const tenantOf = (name: string, tenants: readonly string[]): string => tenants[Number(name.replaceAll(/\D/g, '')) % tenants.length] ?? '';
