import type { Lowered } from '../lower.ts';

/** Cells in order of slot, packed as slot x 2^PERSON_BITS + person. */
export interface DrawList {
  readonly cells: Int32Array;
  /** Where the cells of a slot begin. */
  readonly firstOfSlot: Int32Array;
}

/** Bits for the number of a person in a packed cell. */
export const PERSON_BITS = 11;

/** The cells the engine may change, and what each may hold. */
export interface Options {
  /** Cells (person x slots + slot) with at least two possible activities. */
  readonly free: Int32Array;
  /** The same cells to draw from: of people who lead, and of those who only support others. */
  readonly leaders: DrawList;
  readonly supporters: DrawList;
  readonly perDay: number;
  /** Cells that may hold the same activities have the same kind. */
  readonly kind: Uint16Array | Int32Array;
  /** Possible activities of a kind: positions [start, start of next) in `list`. */
  readonly start: Int32Array;
  readonly list: Uint8Array;
  /** (kind, activity): 1 if it may stand there. */
  readonly allowed: Uint8Array;
  readonly slots: number;
  readonly activities: number;
  readonly history: number;
  /** People who can trade some cell with a person. */
  readonly peers: readonly Int32Array[];
  /** 1 for people with a load or a cost of their own in single cells, 0 for those who mostly support others. */
  readonly leading: Uint8Array;
}

const shares = (lowered: Lowered, p: number, q: number): boolean => {
  const { slots, activities, history } = lowered.frame;
  for (let slot = history; slot < slots; slot++) {
    let common = 0;
    for (let a = 0; a < activities; a++) {
      common += (lowered.allowed[(p * slots + slot) * activities + a] as number) & (lowered.allowed[(q * slots + slot) * activities + a] as number);
    }
    if (common > 1) return true;
  }
  return false;
};

/** People with a load of their own in some slot count, or a soft rule of their own. */
function leadingPeople(lowered: Lowered): Uint8Array {
  const { people, activities } = lowered.frame;
  const leading = new Uint8Array(people);
  for (const cell of lowered.cells) leading[cell.person] = 1;
  for (const form of lowered.forms) {
    if (form.kind === 'column') {
      form.load.forEach((load, at) => {
        if (load > 0) leading[Math.floor(at / activities)] = 1;
      });
    }
  }
  return leading;
}

function drawList({ frame: { people, slots } }: Lowered, open: Uint8Array, chosen: (person: number) => boolean): DrawList {
  const cells: number[] = [];
  const firstOfSlot = new Int32Array(slots + 1);
  for (let slot = 0; slot < slots; slot++) {
    for (let person = 0; person < people; person++) {
      if (open[person * slots + slot] === 1 && chosen(person)) cells.push((slot << PERSON_BITS) + person);
    }
    firstOfSlot[slot + 1] = cells.length;
  }
  return { cells: Int32Array.from(cells), firstOfSlot };
}

/** Numbers the sets of activities a cell may hold; cells the search must leave alone may hold none. */
function kindsOf(lowered: Lowered, frozen: Uint8Array | undefined) {
  const { slots, activities, history } = lowered.frame;
  const known = new Map<string, number>();
  const sets: Uint8Array[] = [];
  const none = new Uint8Array(activities);
  const kinds = Int32Array.from(lowered.pinned, (_, at) => {
    const untouched = at % slots < history || frozen?.[at] === 1;
    const set = untouched ? none : lowered.allowed.subarray(at * activities, (at + 1) * activities);
    const key = set.join('');
    const kind = known.get(key) ?? sets.length;
    if (kind === sets.length) sets.push(set);
    known.set(key, kind);
    return kind;
  });
  const lists = sets.map((set) => Array.from(set, (bit, activity) => (bit === 1 ? activity : -1)).filter((activity) => activity >= 0));
  const start = new Int32Array(sets.length + 1);
  lists.forEach((list, k) => (start[k + 1] = (start[k] as number) + list.length));
  const allowed = new Uint8Array(sets.length * activities);
  sets.forEach((set, k) => allowed.set(set, k * activities));
  return { kind: sets.length < 65_536 ? Uint16Array.from(kinds) : kinds, start, list: Uint8Array.from(lists.flat()), allowed };
}

/** Lists what the search may touch. `frozen` cells (as people x slots, 1 = leave alone) are left out. */
export function optionsOf(lowered: Lowered, frozen?: Uint8Array): Options {
  const { people, slots, activities, history, perDay } = lowered.frame;
  const kinds = kindsOf(lowered, frozen);
  const { kind, start } = kinds;
  const open = Uint8Array.from(lowered.pinned, (_, at) => {
    const k = kind[at] as number;
    return (start[k + 1] as number) - (start[k] as number) > 1 ? 1 : 0;
  });
  const everyone = Array.from({ length: people }, (_, p) => p);
  const peers = everyone.map((p) => Int32Array.from(everyone.filter((q) => q !== p && shares(lowered, p, q))));
  const leading = leadingPeople(lowered);
  const leaders = drawList(lowered, open, (person) => leading[person] === 1);
  const supporters = drawList(lowered, open, (person) => leading[person] === 0);
  const free = Int32Array.from([...leaders.cells, ...supporters.cells], (cell) => (cell & (2 ** PERSON_BITS - 1)) * slots + (cell >> PERSON_BITS)).sort();
  return { free, leaders, supporters, ...kinds, perDay, slots, activities, history, peers, leading };
}
