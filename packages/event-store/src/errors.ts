import type { Expected } from './event.ts';

/** Everything the store refuses. The message is a sentence for the person who asked. */
export class EventStoreError extends Error {
  override name = 'EventStoreError';
}

/** Somebody else has written to the stream meanwhile, or it is not in the state the writer believed. */
export class VersionConflict extends EventStoreError {
  override name = 'VersionConflict';
  readonly expected: Expected;
  /** Version the stream has; 0 when it does not exist. */
  readonly actual: number;

  constructor(expected: Expected, actual: number) {
    const wish = typeof expected === 'number' ? `version ${expected}` : `"${expected}"`;
    super(`The stream is at version ${actual}, but ${wish} was expected.`);
    this.expected = expected;
    this.actual = actual;
  }
}

/** An event id was used before, for another stream, type or content. */
export class EventIdConflict extends EventStoreError {
  override name = 'EventIdConflict';
}

/** A projection has not reached the wanted position in time. */
export class ProjectionLag extends EventStoreError {
  override name = 'ProjectionLag';
  readonly wanted: number;
  readonly reached: number;

  constructor(projection: string, wanted: number, reached: number) {
    super(`${projection} has reached position ${reached}; ${wanted} was asked for. Look again in a moment.`);
    this.wanted = wanted;
    this.reached = reached;
  }
}

/** A worker has stopped before harm was done: an event is missing, or somebody else has taken its place. */
export class WorkerHalted extends EventStoreError {
  override name = 'WorkerHalted';
}

interface DatabaseError {
  readonly code?: string;
  readonly message: string;
  readonly detail?: string;
}

const asDatabaseError = (error: unknown): DatabaseError | undefined =>
  error instanceof Error ? (error as Error & DatabaseError) : undefined;

/** The store's own refusals as their classes; anything else as it came. */
export function asRefusal(error: unknown, expected: Expected): unknown {
  const { code = '', message = '', detail } = asDatabaseError(error) ?? {};
  if (code === 'ES409') {
    const { actual } = JSON.parse(detail ?? '{}') as { actual?: number };
    return new VersionConflict(expected, actual ?? 0);
  }
  if (code === 'ES208') return new EventIdConflict(message);
  return /^ES4\d\d$/.test(code) ? new EventStoreError(message) : error;
}

/** Serialisation failure, deadlock, lock time-out, server going away or out of room: the same work may succeed later. */
const passingStates = /^(40|08|53|57P|55P03|25P03)/;
const passingSystemErrors = /^(ECONN|EPIPE|ENOENT|ETIMEDOUT|EHOST)/;
const passingWords = /connection terminated|not queryable|timeout exceeded|timeout expired|connection error/i;

/** Whether trying again later may help without anybody changing anything. Never blamed on an event. */
export function isPassing(error: unknown): boolean {
  const { code = '', message = '' } = asDatabaseError(error) ?? {};
  return passingStates.test(code) || passingSystemErrors.test(code) || passingWords.test(message);
}
