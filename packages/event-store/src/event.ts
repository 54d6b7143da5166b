/** What an application calls an event: its name and what it says. A union of these types a whole stream. */
export interface EventShape {
  readonly type: string;
  readonly data: object;
}

/** An event on its way into the store. Repeating an append with the same ids is harmless; without an id one is made. */
export type NewEvent<E extends EventShape = EventShape> = E & {
  readonly id?: string;
  /** Which shape `data` has, for upcasters; 1 when left out. */
  readonly schemaVersion?: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
};

/** What the store knows about a stored event beside what it says. */
export interface Envelope {
  readonly id: string;
  readonly tenantId: string;
  readonly streamId: string;
  readonly streamType: string;
  /** Place in its stream: 1, 2, 3 without a hole. */
  readonly version: number;
  /** Place among all events of the tenant: 1, 2, 3 without a hole, in the order of the commits. */
  readonly position: number;
  /** When the database recorded it: ISO text in UTC. Never the order, which is `position`. */
  readonly at: string;
  /** Who caused it. */
  readonly by: string;
  readonly schemaVersion: number;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A stored event. */
export type Recorded<E extends EventShape = EventShape> = E & Envelope;

/** Which stream: an id of the tenant and the kind of thing it tells about, such as `Admission`. */
export interface StreamRef {
  readonly tenantId: string;
  readonly streamId: string;
  readonly streamType: string;
}

/** What the writer believes about the stream: nothing, that it does not exist, that it does, or its exact version. */
export type Expected = 'any' | 'no stream' | 'stream exists' | number;

/** What an append has done. A repeated append answers with what the first one did, and `duplicate: true`. */
export interface Appended {
  readonly firstVersion: number;
  readonly version: number;
  /** Position of the last event; hand it to `waitFor` to read what was just written. */
  readonly position: number;
  readonly duplicate: boolean;
  readonly eventIds: readonly string[];
}
