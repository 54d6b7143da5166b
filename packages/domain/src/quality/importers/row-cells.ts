import { CellError } from './cell-values.ts';
import type { Field, Heading } from './file-forms.ts';
import type { RowOutcome, RowRemarks, StagedRow } from './rows.ts';

/** Hands out the cells of one row by meaning, and remembers which was asked for last: that is the one to blame. */
export class RowCells {
  readonly #at: Heading['at'];
  readonly #columns: readonly string[];
  readonly #record: readonly string[];
  #asked: Field | null = null;

  constructor({ at, columns }: Heading, record: readonly string[]) {
    this.#at = at;
    this.#columns = columns;
    this.#record = record;
  }

  /** The text of a cell; empty where the form has no such column. */
  text(field: Field): string {
    this.#asked = field;
    const place = this.#at[field];
    return place === undefined ? '' : (this.#record[place] ?? '');
  }

  /** The column asked for last, by its name in the file, and what stands in it. */
  blamed(): { readonly column: string | null; readonly value: string } {
    const place = this.#asked === null ? undefined : this.#at[this.#asked];
    if (place === undefined) return { column: this.#asked, value: '' };
    return { column: this.#columns[place] ?? null, value: this.#record[place] ?? '' };
  }
}

/** What one row came to, with facts for the report. */
export interface RowReading {
  readonly outcome: RowOutcome;
  readonly remarks: RowRemarks;
}

/** What a form's own reader finds in a row that can be kept. */
export interface KeptRow {
  readonly row: StagedRow;
  readonly suppressed: boolean;
  readonly remarks: RowRemarks;
}

const nothingToRemark: RowRemarks = { padded: false, windowDerived: false };

/** A row that cannot be kept. */
export const rejectedRow = (column: string | null, value: string, reason: string): RowReading => ({
  outcome: { outcome: 'rejected', column: column && column.slice(0, 100), value: value.slice(0, 200), reason: reason.slice(0, 500) },
  remarks: nothingToRemark,
});

/** Reads one row; what cannot be understood is rejected with its column and the reason, never thrown. */
export function readingRow(heading: Heading, record: readonly string[], read: (cells: RowCells) => KeptRow): RowReading {
  const cells = new RowCells(heading, record);
  try {
    const { row, suppressed, remarks } = read(cells);
    return { outcome: { outcome: suppressed ? 'suppressed' : 'stored', row }, remarks };
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    const { column, value } = cells.blamed();
    return rejectedRow(column, value, error.message);
  }
}
