import type { EventShape } from './event.ts';

/** An event as an upcaster sees and gives it. */
export interface Upcastable {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: object;
}

/** Turns one old shape into the next one. It may rename the event; it must not ask the clock or the network. */
export type Upcaster = (event: Upcastable) => { readonly type?: string; readonly schemaVersion: number; readonly data: object };

/** Keyed by `<type>@<schema version>`, such as `admission.created@1`. */
export type Upcasters = Readonly<Record<string, Upcaster>>;

/** Brings stored events to their present shape. What no upcaster knows passes unchanged, unknown types included. */
export function upcastWith(upcasters: Upcasters): (event: Upcastable) => Upcastable {
  const steps = new Map(Object.entries(upcasters));
  if (steps.size === 0) return (event) => event;
  return (stored) => {
    let event = stored;
    for (let step = steps.get(`${event.type}@${event.schemaVersion}`); step; ) {
      const next: Upcastable = { type: event.type, ...step(event) };
      if (next.type === event.type && next.schemaVersion <= event.schemaVersion)
        throw new Error(`The upcaster of ${event.type}@${event.schemaVersion} does not raise the schema version.`);
      event = next;
      step = steps.get(`${event.type}@${event.schemaVersion}`);
    }
    return event;
  };
}

/** Narrows a stored event to one of the types an application knows. */
export const isType =
  <E extends EventShape>() =>
  <T extends E['type']>(event: EventShape, type: T): event is Extract<E, { type: T }> =>
    event.type === type;
