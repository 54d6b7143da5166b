import { createHash, randomFillSync } from 'node:crypto';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Refuses what is no UUID before it gets near a statement. */
export function requireUuid(value: string, what: string): string {
  if (!UUID.test(value)) throw new TypeError(`The ${what} must be a UUID.`);
  return value;
}

const pool = Buffer.alloc(4096);
let used = pool.length;

const asUuid = (bytes: Uint8Array): string => {
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** A new UUID, version 7: ids of one process come in the order of its clock, which keeps the index compact. Not an order of events. */
export function newEventId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, used + 16);
  used += 16;
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return asUuid(bytes);
}

/** The id of the n-th event of a command, the same each time: a repeated command cannot write twice. */
export function eventIdOf(commandId: string, index: number): string {
  if (index === 0) return commandId;
  const bytes = createHash('sha256').update(`${commandId.toLowerCase()}/${index}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return asUuid(bytes);
}
