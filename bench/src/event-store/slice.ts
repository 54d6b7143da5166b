import { randomUUID } from 'node:crypto';

/** One slice of appending: how many writers, over how many tenants, how many events at a time, for how long. */
export interface Order {
  readonly writers: number;
  readonly tenants: number;
  readonly batch: number;
  readonly ms: number;
}

/** Where a writer stands: its tenant, its stream and the version that must come out right. */
export interface Place {
  readonly tenantId: string;
  readonly streamId: string;
  readonly version: number;
}

export interface Slice {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly events: number;
  /** Microseconds of processor time of this process per event. */
  readonly clientCpu: number;
}

const streamLength = 100;
export const by = '00000000-0000-4000-8000-0000000000aa';
export const tenants = Array.from({ length: 8 }, (_, n) => `00000000-0000-4000-8000-00000000000${n}`);

/** About 220 bytes of data and 100 of metadata, as a ward would write them. */
export const payload = (n: number) => ({
  admission_id: by,
  to_location: 'ICU',
  to_bed: `ICU-${n % 12}`,
  effective_at: '2026-01-03T09:00:00Z',
  risk_level: 'high',
  note: 'transferred after surgery, stable, on pressors'.padEnd(60, '.'),
});
export const metadata = { correlation_id: by, causation_id: by };
export const eventType = 'admission.location_changed';

export const percentileOf = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

/** Lets writers append as fast as they can; each keeps to its own stream and begins a new one after a hundred events. */
export async function appendSlice({ writers, tenants: spread, batch, ms }: Order, append: (place: Place, count: number) => Promise<unknown>): Promise<Slice> {
  const times: number[] = [];
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const end = begun + ms;
  const writer = async (_: unknown, number: number): Promise<void> => {
    let place: Place = { tenantId: tenants[number % spread] ?? '', streamId: randomUUID(), version: 0 };
    while (performance.now() < end) {
      if (place.version >= streamLength) place = { ...place, streamId: randomUUID(), version: 0 };
      const at = performance.now();
      await append(place, batch);
      times.push(performance.now() - at);
      place = { ...place, version: place.version + batch };
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const sorted = times.toSorted((a, b) => a - b);
  const events = times.length * batch;
  return { events, clientCpu: (user + system) / events, perSecond: events / seconds, p50: percentileOf(sorted, 0.5), p99: percentileOf(sorted, 0.99) };
}

/** Reads one thing again and again; gives the median time. */
export async function readSlice(ms: number, read: () => Promise<number>, expected: number): Promise<{ p50: number }> {
  const times: number[] = [];
  const end = performance.now() + ms;
  while (performance.now() < end) {
    const at = performance.now();
    const count = await read();
    times.push(performance.now() - at);
    if (count !== expected) throw new Error(`${count} events were read instead of ${expected}.`);
  }
  return { p50: percentileOf(times.toSorted((a, b) => a - b), 0.5) };
}

type Handler = (order: never) => Promise<unknown>;

/** Answers the orders of the process that measures. */
export function serve(handlers: Readonly<Record<string, Handler>>): void {
  process.on('message', ({ name, order }: { name: string; order: unknown }) => {
    const handler = handlers[name];
    const answer = handler ? handler(order as never) : Promise.reject(new Error(`${name} is not known here.`));
    answer.then(
      (result) => process.send?.({ result }),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
  });
  // Without the process that measures there is nothing left to do.
  process.on('disconnect', () => process.exit());
  process.send?.({ result: 'ready' });
}
