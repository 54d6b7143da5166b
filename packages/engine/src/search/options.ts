import type { Lowered } from '../lower.ts';

/** The cells the engine may change, and what each may hold. */
export interface Options {
  /**
   * Cells (person x slots + slot) with at least two possible activities, in order of slot. People who only support
   * others (they carry no load and no wish of their own) stand once, everybody else twice: that is their chance to be drawn.
   */
  readonly free: Int32Array;
  /** Where the cells of a slot begin in `free`. */
  readonly firstOfSlot: Int32Array;
  readonly perDay: number;
  /** Possible activities of a cell: positions [start, start of next) in `list`. */
  readonly start: Int32Array;
  readonly list: Uint8Array;
  readonly allowed: Uint8Array;
  readonly slots: number;
  readonly activities: number;
  readonly history: number;
  /** People who can trade some cell with a person. */
  readonly peers: readonly Int32Array[];
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

function drawList(lowered: Lowered, open: Uint8Array): { free: Int32Array; firstOfSlot: Int32Array } {
  const { people, slots } = lowered.frame;
  const leading = leadingPeople(lowered);
  const free: number[] = [];
  const firstOfSlot = new Int32Array(slots + 1);
  for (let slot = 0; slot < slots; slot++) {
    for (let person = 0; person < people; person++) {
      if (open[person * slots + slot] !== 1) continue;
      free.push(person * slots + slot);
      if (leading[person] === 1) free.push(person * slots + slot);
    }
    firstOfSlot[slot + 1] = free.length;
  }
  return { free: Int32Array.from(free), firstOfSlot };
}

/** Lists what the search may touch. `frozen` cells (as people x slots, 1 = leave alone) are left out. */
export function optionsOf(lowered: Lowered, frozen?: Uint8Array): Options {
  const { people, slots, activities, history } = lowered.frame;
  const start = new Int32Array(people * slots + 1);
  const list: number[] = [];
  const open = new Uint8Array(people * slots);
  for (let at = 0; at < people * slots; at++) {
    if (at % slots >= history && frozen?.[at] !== 1) {
      for (let a = 0; a < activities; a++) if (lowered.allowed[at * activities + a] === 1) list.push(a);
    }
    start[at + 1] = list.length;
    if (list.length - (start[at] as number) > 1) open[at] = 1;
  }
  const everyone = Array.from({ length: people }, (_, p) => p);
  const peers = everyone.map((p) => Int32Array.from(everyone.filter((q) => q !== p && shares(lowered, p, q))));
  const allowed = lowered.allowed.slice();
  frozen?.forEach((bit, at) => {
    if (bit === 1) allowed.fill(0, at * activities, (at + 1) * activities);
  });
  const { free, firstOfSlot } = drawList(lowered, open);
  return { free, firstOfSlot, perDay: lowered.frame.perDay, start, list: Uint8Array.from(list), allowed, slots, activities, history, peers };
}
