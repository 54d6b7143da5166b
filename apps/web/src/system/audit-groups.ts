interface Change {
  readonly action: string;
  readonly actorId: string;
  readonly requestId: string;
}

/** Rows that one command wrote, which belong together. */
export interface ChangeGroup<Row extends Change> {
  readonly first: Row;
  readonly rows: readonly Row[];
}

/** Puts neighbouring rows of one command together: opening a tenant writes dozens, and is one thing that happened. */
export function groupsOf<Row extends Change>(rows: readonly Row[]): readonly ChangeGroup<Row>[] {
  const groups: { first: Row; rows: Row[] }[] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    const same = last && last.first.requestId === row.requestId && last.first.action === row.action && last.first.actorId === row.actorId;
    if (same) last.rows.push(row);
    else groups.push({ first: row, rows: [row] });
  }
  return groups;
}
