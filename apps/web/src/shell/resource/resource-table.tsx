import type { ReactElement, ReactNode } from 'react';
import type { Row } from './resource-client.ts';
import styles from './resource.module.css';

export interface ResourceTableProps {
  /** Spoken name of the table. */
  readonly name: string;
  readonly rows: readonly Row[];
  /** Columns in order; the first opens the row. */
  readonly columns: readonly string[];
  readonly label: (column: string) => string;
  readonly cell: (column: string, value: unknown) => ReactNode;
  readonly current: string | null;
  readonly onOpen: (row: Row) => void;
}

/** A plain table whose first column opens the row beside it. */
export function ResourceTable({ name, rows, columns, label, cell, current, onOpen }: ResourceTableProps): ReactElement {
  const [first, ...rest] = columns;
  return (
    <table className={styles.table} aria-label={name}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className={isNumeric(rows, column) ? styles.number : undefined}>
              {label(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-current={row.id === current}>
            <td>
              <button type="button" className={styles.open} aria-current={row.id === current} onClick={() => onOpen(row)}>
                {first === undefined ? row.id : cell(first, row[first])}
              </button>
            </td>
            {rest.map((column) => (
              <td key={column} className={isNumeric(rows, column) ? styles.number : undefined}>
                {cell(column, row[column])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const isNumeric = (rows: readonly Row[], column: string): boolean => rows.some((row) => typeof row[column] === 'number');
