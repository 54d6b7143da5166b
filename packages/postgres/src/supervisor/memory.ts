import { existsSync, statfsSync } from 'node:fs';

const MEMORY = '/dev/shm';

/** The file system that lives in memory, when there is one with at least so many bytes to spare. */
export function memoryFolder(bytes: number): string | undefined {
  if (!existsSync(MEMORY)) return undefined;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize >= bytes ? MEMORY : undefined;
}
