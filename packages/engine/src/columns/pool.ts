import type { Row } from './pricing.ts';

/** Rows found so far, each once. */
export class Pool {
  readonly #rows: Row[][];
  readonly #known = new Map<string, Row>();

  constructor(people: number) {
    this.#rows = Array.from({ length: people }, () => []);
  }

  get size(): number {
    return this.#known.size;
  }

  /** The row as the pool knows it. */
  add(row: Row): Row {
    const key = `${row.person}:${String.fromCharCode(...row.cells)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, row);
    this.#rows[row.person]?.push(row);
    return row;
  }

  of(person: number): readonly Row[] {
    return this.#rows[person] as Row[];
  }
}
