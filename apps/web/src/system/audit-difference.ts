/** One field of a change; null stands for "was not there". */
export interface Difference {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

type Snapshot = Readonly<Record<string, unknown>> | null;

/** Columns that change with every change and tell nothing. */
const noise: ReadonlySet<string> = new Set(['version', 'updatedAt', 'createdAt', 'tenantId', 'id']);

const asText = (value: unknown): string | null => {
  if (value === null || value === undefined || value === '') return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const names = ['name', 'title', 'fileName', 'email', 'key'] as const;

/** What the thing that changed is called, where its row says so. */
export function named({ before, after }: { readonly before: Snapshot; readonly after: Snapshot }): string | null {
  const all = { ...before, ...after };
  const name = names.map((key) => all[key]).find((value) => typeof value === 'string' && value !== '');
  return typeof name === 'string' ? name : null;
}

/** The fields in which two snapshots differ, in the order of their names. */
export function differences(before: Snapshot, after: Snapshot): readonly Difference[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].toSorted();
  return fields
    .filter((field) => !noise.has(field))
    .map((field) => ({ field, before: asText(before?.[field]), after: asText(after?.[field]) }))
    .filter((difference) => difference.before !== difference.after);
}
