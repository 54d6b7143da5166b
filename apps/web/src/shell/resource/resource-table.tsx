import type { ReactElement, ReactNode } from 'react';
import { TableHead } from '../components/table-head.tsx';
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
      <TableHead columns={columns.map((column) => (isNumeric(rows, column) ? { label: label(column), as: 'number' } : label(column)))} />
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-current={row.id === current}>
            <td>
              <button type="button" className={styles.open} aria-current={row.id === current} onClick={() => onOpen(row)}>
                {first === undefined ? row.id : cell(first, row[first])}
              </button>
            </td>
            {rest.map((column) => (
              <td key={column} className={isNumeric(rows, column) ? styles.number : undefined} data-label={label(column)} data-empty={isNothing(row[column])}>
                {cell(column, row[column])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A phone leaves out what is not known. */
const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '';

const isNumeric = (rows: readonly Row[], column: string): boolean => rows.some((row) => typeof row[column] === 'number');
