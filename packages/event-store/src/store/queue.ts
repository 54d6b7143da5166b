import { isPassing } from '../errors.ts';
import type { Appended } from '../event.ts';
import type { Ready } from './append.ts';

interface Waiting {
  readonly ready: Ready;
  readonly resolve: (appended: Appended | Promise<Appended>) => void;
  readonly reject: (error: unknown) => void;
}

/** How the queue gets things written. */
export interface Writers {
  readonly alone: (ready: Ready) => Promise<Appended>;
  readonly together: (all: readonly Ready[]) => Promise<(Appended | undefined)[]>;
}

const MOST_APPENDS = 64;
const MOST_EVENTS = 500;
const SIDE_BY_SIDE = 4;

/**
 * Appends of one tenant wait for each other in the database anyway. Those of this process wait here instead and are then
 * written together, in one round trip and one commit. Each is whole or refused by itself: what does not fit is left out
 * and sent alone, so that it gets its own answer. An append that finds nobody waiting is sent at once.
 */
export function appendQueue({ alone, together }: Writers): (ready: Ready) => Promise<Appended> {
  const lines = new Map<string, Waiting[]>();

  const serve = async (tenantId: string, line: Waiting[]): Promise<void> => {
    for (let group = nextGroup(line); group.length > 0; group = nextGroup(line)) {
      if (group.length > 1) await writeGroup(group);
      // Many writers on one stream: most will be refused, and they are refused sooner side by side.
      else await Promise.all([...group, ...line.splice(0, SIDE_BY_SIDE - 1)].map(settleAlone));
    }
    lines.delete(tenantId);
  };

  const writeGroup = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await together(group.map(({ ready }) => ready));
      await Promise.all(group.map((each, index) => settle(each, answers[index])));
    } catch (error) {
      // A lost connection leaves open what was written, for each as it would have alone. Anything else wrote nothing.
      if (isPassing(error)) group.forEach(({ reject }) => reject(error));
      else await Promise.all(group.map(settleAlone));
    }
  };

  const settle = async (each: Waiting, answer: Appended | undefined): Promise<void> => {
    if (answer) each.resolve(answer);
    else await settleAlone(each);
  };

  const settleAlone = ({ ready, resolve, reject }: Waiting): Promise<void> => alone(ready).then(resolve, reject);

  return (ready) => {
    const { tenantId } = ready.stream;
    const line = lines.get(tenantId);
    if (line) return new Promise((resolve, reject) => line.push({ ready, resolve, reject }));
    const own: Waiting[] = [];
    lines.set(tenantId, own);
    const answer = alone(ready);
    const next = (): void => void serve(tenantId, own);
    answer.then(next, next);
    return answer;
  };
}

/** Takes the next appends off the line: in order, no stream twice, because the second builds on the first. */
function nextGroup(line: Waiting[]): Waiting[] {
  const streams = new Set<string>();
  let events = 0;
  let size = 0;
  for (const { ready } of line) {
    events += ready.ids.length;
    if (size > 0 && (size >= MOST_APPENDS || events > MOST_EVENTS || streams.has(ready.stream.streamId))) break;
    streams.add(ready.stream.streamId);
    size += 1;
  }
  return line.splice(0, size);
}
