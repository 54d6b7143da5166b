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

const spoken = (code: string): string => code.replaceAll(/[-_]/g, ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `tenant.member.set-roles` as "Member: set roles"; the context is told by the rest. */
export function actionWords(action: string): string {
  const [context = '', ...rest] = action.split('.');
  const parts = rest.length > 1 ? rest : [context, ...rest];
  return capital(parts.map(spoken).join(': '));
}

/** `identity.membership_roles` as "membership roles". */
export const entityWords = (entity: string): string => spoken(entity.split('.').at(-1) ?? entity);
