import type { Score } from '../score.ts';

/** In the log: nobody else took part. */
const NOBODY = -1;

/**
 * The steps of one move, made on the score and kept in a log. A step puts an activity into a cell or lets two people trade a
 * slot. The last step is only looked at until the move is kept, which saves most of the work of moves that are refused.
 */
export class Steps {
  readonly score: Score;
  readonly #slots: number;
  readonly #person: Int32Array;
  readonly #other: Int32Array;
  readonly #slot: Int32Array;
  readonly #before: Uint8Array;
  #logged = 0;
  #hanging = false;
  #lastActivity = 0;
  #limit = Infinity;

  constructor(score: Score, most: number) {
    this.score = score;
    this.#slots = score.lowered.frame.slots;
    this.#person = new Int32Array(most);
    this.#other = new Int32Array(most);
    this.#slot = new Int32Array(most);
    this.#before = new Uint8Array(most);
  }

  /** A new move, which need not be looked at to the end once it is bound to weigh more than `limit`. */
  begin(limit: number): void {
    this.#limit = limit;
    this.#logged = 0;
    this.#hanging = false;
  }

  /** Makes the step that was only looked at. */
  keep(): void {
    if (!this.#hanging) return;
    this.#hanging = false;
    this.#redo(this.#logged - 1, this.#lastActivity);
  }

  /** Takes the whole move back. */
  undo(): void {
    for (let k = this.#logged - (this.#hanging ? 2 : 1); k >= 0; k--) this.#redo(k, this.#before[k] as number);
    this.#logged = 0;
    this.#hanging = false;
  }

  #redo(k: number, activity: number): void {
    const person = this.#person[k] as number;
    const other = this.#other[k] as number;
    const slot = this.#slot[k] as number;
    if (other === NOBODY) this.score.set(person, slot, activity);
    else this.score.exchange(person, other, slot);
  }

  /** Writes into a copy of the cells what stood there before the move. */
  rewind(copy: Uint8Array): void {
    for (let k = this.#logged - 1; k >= 0; k--) {
      const other = this.#other[k] as number;
      const slot = this.#slot[k] as number;
      const at = (this.#person[k] as number) * this.#slots + slot;
      if (other !== NOBODY) copy[other * this.#slots + slot] = copy[at] as number;
      copy[at] = this.#before[k] as number;
    }
  }

  #log(person: number, other: number, slot: number): void {
    const k = this.#logged++;
    this.#person[k] = person;
    this.#other[k] = other;
    this.#slot[k] = slot;
    this.#before[k] = this.score.cells[person * this.#slots + slot] as number;
  }

  put(person: number, slot: number, activity: number): number {
    if (this.score.cells[person * this.#slots + slot] === activity) return 0;
    this.#log(person, NOBODY, slot);
    return this.score.set(person, slot, activity);
  }

  /** Like {@link put} after steps that cost `prior`, but only looks: the change is made when the move is kept. */
  putLast(person: number, slot: number, activity: number, prior = 0): number {
    if (this.score.cells[person * this.#slots + slot] === activity) return prior;
    this.#log(person, NOBODY, slot);
    this.#lastActivity = activity;
    this.#hanging = true;
    return this.score.peek(person, slot, activity, prior, this.#limit);
  }

  exchange(person: number, other: number, slot: number): number {
    if (this.score.cells[person * this.#slots + slot] === this.score.cells[other * this.#slots + slot]) return 0;
    this.#log(person, other, slot);
    return this.score.exchange(person, other, slot);
  }

  /** Like {@link exchange} after steps that cost `prior`, but only looks. */
  exchangeLast(person: number, other: number, slot: number, prior: number): number {
    this.#log(person, other, slot);
    this.#hanging = true;
    return this.score.peekExchange(person, other, slot, prior, this.#limit);
  }

  /** Whether it is clear before the first step that two people trading slots [from, to) weighs too much. */
  isTradeHopeless(person: number, other: number, from: number, to: number): boolean {
    return this.score.isTradeHopeless(person, other, from, to, this.#limit);
  }

  /** The same of one person taking over slots [from, to) of `source`. */
  isTakingHopeless(person: number, from: number, to: number, source: Uint8Array): boolean {
    return this.score.isTakingHopeless(person, from, to, source, this.#limit);
  }
}
