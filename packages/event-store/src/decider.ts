import { setTimeout as sleep } from 'node:timers/promises';
import { VersionConflict } from './errors.ts';
import type { EventStore, Sql } from './event-store.ts';
import type { Appended, EventShape, Expected, NewEvent, Recorded, StreamRef } from './event.ts';
import { eventIdOf, requireUuid } from './ids.ts';

/** What a kind of stream is: how its state follows from its events, and which events a command leads to. All of it pure. */
export interface Decider<State, Command, E extends EventShape> {
  readonly streamType: string;
  /** Raise it whenever `evolve` or the shape of the state changes: snapshots of another revision are not used. */
  readonly revision: number;
  readonly initial: () => State;
  /** Must give back the state for events it does not know. */
  readonly evolve: (state: State, event: E) => State;
  /** Throws when the command is not possible; gives nothing when there is nothing to do. */
  readonly decide: (command: Command, state: State) => readonly NewEvent<E>[];
  readonly snapshots?: Snapshots<State>;
}

/** How often the state is put aside, and how it becomes JSON and back where it is more than that. */
export interface Snapshots<State> {
  /** A snapshot is written whenever the stream passes a multiple of this many events. */
  readonly every: number;
  readonly freeze?: (state: State) => unknown;
  readonly thaw?: (stored: unknown) => State;
}

/** Says what a kind of stream is; the types of state, command and events follow from it. */
export const defineDecider = <State, Command, E extends EventShape>(decider: Decider<State, Command, E>): Decider<State, Command, E> =>
  decider;

/** A stream's state and the version it belongs to; version 0 when the stream does not exist. */
export interface StateAt<State> {
  readonly state: State;
  readonly version: number;
}

/** Brings a stream's state up to date, from its newest snapshot where there is a usable one. One round trip. */
export async function loadState<State, Command, E extends EventShape>(
  store: EventStore,
  { initial, evolve, revision, snapshots }: Decider<State, Command, E>,
  { tenantId, streamId }: Pick<StreamRef, 'tenantId' | 'streamId'>,
  sql?: Sql,
): Promise<StateAt<State>> {
  const { snapshot, events } = await store.load<E>(tenantId, streamId, snapshots ? revision : 0, sql);
  const thaw = snapshots?.thaw ?? ((stored: unknown) => stored as State);
  const start = snapshot ? thaw(snapshot.state) : initial();
  return {
    state: events.reduce<State>((state, event) => evolve(state, event), start),
    version: events.at(-1)?.version ?? snapshot?.version ?? 0,
  };
}

/** How a command is carried out. */
export interface ExecuteOptions {
  readonly by: string;
  /** What the one who asks believes about the stream. With `any`, the default, a lost race is tried again. */
  readonly expected?: Expected;
  /** A UUID made by the one who asks: the same command sent twice takes effect once and answers the same. */
  readonly commandId?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** How often a lost race is tried again; default 3. */
  readonly retries?: number;
}

/** What a command has led to. Without events nothing was written and the position is 0. */
export interface Executed<E extends EventShape> {
  readonly version: number;
  readonly position: number;
  readonly events: readonly NewEvent<E>[];
  readonly duplicate: boolean;
}

interface Attempt<State, Command, E extends EventShape> {
  readonly store: EventStore;
  readonly decider: Decider<State, Command, E>;
  readonly stream: StreamRef;
  readonly command: Command;
  readonly options: ExecuteOptions;
}

/**
 * Loads the stream, lets the decider decide and appends what comes out of it.
 * @throws VersionConflict when the stream is not as expected, or, with `any`, when the race was lost each time
 */
export async function execute<State, Command, E extends EventShape>(
  store: EventStore,
  decider: Decider<State, Command, E>,
  { tenantId, streamId }: Pick<StreamRef, 'tenantId' | 'streamId'>,
  command: Command,
  options: ExecuteOptions,
): Promise<Executed<E>> {
  const { expected = 'any', retries = 3 } = options;
  const attempt = { store, decider, stream: { tenantId, streamId, streamType: decider.streamType }, command, options };
  for (let lost = 0; ; lost += 1) {
    try {
      return await once(attempt);
    } catch (error) {
      const mayRepeat = error instanceof VersionConflict && (expected === 'any' || expected === 'stream exists') && lost < retries;
      if (!mayRepeat || error.actual === 0) throw error;
      await sleep(Math.random() * 5 * 2 ** lost);
    }
  }
}

async function once<State, Command, E extends EventShape>(attempt: Attempt<State, Command, E>): Promise<Executed<E>> {
  const { store, decider, stream, command, options } = attempt;
  const before = options.commandId === undefined ? undefined : await findCommand<E>(store, stream, options.commandId);
  if (before) return before;
  const at = await loadState(store, decider, stream);
  refuseUnexpected(options.expected ?? 'any', at.version);
  const decided = decider.decide(command, at.state).map((event, index) => withIds(event, index, options));
  if (decided.length === 0) return { version: at.version, position: 0, events: [], duplicate: false };
  const appended = await store.append(stream, decided, { expected: at.version, by: options.by });
  await keepSnapshot(attempt, at, decided, appended);
  return { version: appended.version, position: appended.position, events: decided, duplicate: appended.duplicate };
}

function refuseUnexpected(expected: Expected, actual: number): void {
  const fits = { any: true, 'no stream': actual === 0, 'stream exists': actual > 0 };
  if (!(typeof expected === 'number' ? expected === actual : fits[expected])) throw new VersionConflict(expected, actual);
}

const withIds = <E extends EventShape>(event: NewEvent<E>, index: number, { commandId, metadata }: ExecuteOptions): NewEvent<E> => ({
  ...event,
  ...(commandId === undefined ? {} : { id: eventIdOf(requireUuid(commandId, 'command id'), index) }),
  ...(metadata || event.metadata ? { metadata: { ...metadata, ...event.metadata } } : {}),
});

/** What the command has led to when it was carried out before; known by its first event, which carries its id. */
async function findCommand<E extends EventShape>(store: EventStore, { tenantId }: StreamRef, commandId: string): Promise<Executed<E> | undefined> {
  const first = await store.findEvent<E>(tenantId, commandId);
  if (!first) return undefined;
  const since: Recorded<E>[] = await store.readStream<E>(tenantId, first.streamId, { fromVersion: first.version });
  const end = since.findIndex(({ id }, index) => id !== eventIdOf(first.id, index));
  const events = end < 0 ? since : since.slice(0, end);
  const last = events.at(-1) ?? first;
  return { version: last.version, position: last.position, events, duplicate: true };
}

// A snapshot only saves time, so a command is not failed for one that could not be written; the next will be.
async function keepSnapshot<State, Command, E extends EventShape>(
  { store, decider, stream }: Attempt<State, Command, E>,
  { state, version }: StateAt<State>,
  events: readonly NewEvent<E>[],
  appended: Appended,
): Promise<void> {
  const { snapshots, evolve, revision } = decider;
  if (!snapshots || appended.duplicate) return;
  if (Math.floor(appended.version / snapshots.every) === Math.floor(version / snapshots.every)) return;
  const after = events.reduce<State>((so, event) => evolve(so, event), state);
  const frozen = snapshots.freeze ? snapshots.freeze(after) : after;
  await store.saveSnapshot(stream, appended.version, revision, frozen).catch(() => undefined);
}
