/** A seeded source of numbers in [0, 1): the same seed gives the same sequence everywhere. */
export type Random = () => number;

/** The same source as an object, for loops in which every call counts. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A whole number from -2^31 to 2^31 - 1 (mulberry32: small, fast, and good enough to drive a search). */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    const state = this.#state;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return mixed ^ (mixed >>> 14);
  }

  /** A number in [0, 1). */
  draw(): number {
    return (this.#next() >>> 0) / 4294967296;
  }

  /** A whole number from 0 to n - 1. */
  below(n: number): number {
    return ((this.#next() >>> 0) * n * 2.3283064365386963e-10) | 0;
  }
}

/** A seeded source as a function. */
export function randomOf(seed: number): Random {
  const dice = new Dice(seed);
  return () => dice.draw();
}
