import type { Row } from './pricing.ts';

/** A person with more rows than `most` keeps the `rest` that were asked for last. */
const ROWS = { most: 4_000, rest: 2_500 };

/** Rows found so far, each once. Rows that nobody has come by for long are forgotten. */
export class Pool {
  readonly #rows: Row[][];
  readonly #known: Map<string, Row>[];
  /** When a row was last added, by the count of all additions. */
  readonly #used = new Map<Row, number>();
  /** Rows added so far, whether they were known or not. */
  additions = 0;

  constructor(people: number) {
    this.#rows = Array.from({ length: people }, () => []);
    this.#known = this.#rows.map(() => new Map());
  }

  get size(): number {
    return this.#used.size;
  }

  /** The row as the pool knows it. */
  add(row: Row): Row {
    const known = this.#known[row.person] as Map<string, Row>;
    const key = keyOf(row);
    const kept = known.get(key) ?? row;
    this.#used.set(kept, ++this.additions);
    if (known.has(key)) return kept;
    known.set(key, row);
    const rows = this.#rows[row.person] as Row[];
    rows.push(row);
    if (rows.length > ROWS.most) this.#forget(row.person);
    return row;
  }

  of(person: number): readonly Row[] {
    return this.#rows[person] as Row[];
  }

  /** Rows that a master still holds may go too: it would only hold them twice if they were found again. */
  #forget(person: number): void {
    const rows = this.#rows[person] as Row[];
    const age = (row: Row): number => this.additions - (this.#used.get(row) ?? 0);
    const limit = rows.map(age).sort((a, b) => a - b)[ROWS.rest] as number;
    for (const row of rows) {
      if (age(row) < limit) continue;
      this.#known[person]?.delete(keyOf(row));
      this.#used.delete(row);
    }
    this.#rows[person] = rows.filter((row) => this.#used.has(row));
  }
}

const keyOf = (row: Row): string => String.fromCharCode(...row.cells);
