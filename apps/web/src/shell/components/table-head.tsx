import type { ReactElement } from 'react';
import styles from '../resource/resource.module.css';

/** The name of a column, and how it stands: numbers to the right, the name of a column of buttons for screen readers alone. */
export type Column = string | { readonly label: string; readonly as: 'number' | 'buttons' };

const th = (column: Column): ReactElement => {
  if (typeof column === 'string')
    return (
      <th key={column} scope="col">
        {column}
      </th>
    );
  const { label, as } = column;
  return (
    <th key={label} scope="col" className={as === 'number' ? styles.number : undefined}>
      {as === 'buttons' ? <span className="sr">{label}</span> : label}
    </th>
  );
};

/** The head of a table, one line of names. */
export const TableHead = ({ columns }: { readonly columns: readonly Column[] }): ReactElement => (
  <thead>
    <tr>{columns.map(th)}</tr>
  </thead>
);
