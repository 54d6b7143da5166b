import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Option } from './option.ts';

/** A row of any plain table. */
export interface Row extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly version: number;
  readonly archivedAt: string | null;
}

interface Page {
  readonly rows: readonly object[];
  readonly nextCursor: string | null;
}

/**
 * The branch of the typed client that belongs to one table. Inputs are written as `never` because all tables share this
 * code while each has its own columns; what is sent is checked by the table's schema before and on the server after.
 */
export interface ResourceClient {
  readonly list: { query(input: never): Promise<Page> };
  readonly create: { mutate(input: never): Promise<object> };
  readonly update: { mutate(input: never): Promise<object> };
  readonly archive: { mutate(input: never): Promise<object> };
  readonly restore: { mutate(input: never): Promise<object> };
}

export interface ListView {
  readonly sort: string;
  readonly archived: boolean;
}

const pageSize = 100;
const ask = (client: ResourceClient, input: object): Promise<Page> => client.list.query(input as never);

/** The rows of a table, page after page. */
export function useRows(path: string, client: ResourceClient, view: ListView) {
  return useInfiniteQuery({
    queryKey: ['resource', path, view],
    queryFn: ({ pageParam }) => ask(client, { ...view, limit: pageSize, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    select: (data) => data.pages.flatMap((page) => page.rows as readonly Row[]),
  });
}

/** A reference names at most this many rows; longer lists need a search of their own. */
const mostOptions = 5000;

async function everyRow(client: ResourceClient, archived: boolean): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await ask(client, { limit: 200, archived, cursor });
    rows.push(...(page.rows as readonly Row[]));
    cursor = page.nextCursor;
  } while (cursor !== null && rows.length < mostOptions);
  return rows;
}

/** What a reference field may point to, by name; archived rows only lend their names to what points at them already. */
export function useOptions(path: string, client: ResourceClient | undefined) {
  return useQuery({
    queryKey: ['resource', path, 'options'],
    enabled: client !== undefined,
    queryFn: async (): Promise<readonly Option[]> => {
      if (!client) return [];
      const [active, archived] = await Promise.all([everyRow(client, false), everyRow(client, true)]);
      return [...active, ...archived].map((row) => ({ value: row.id, label: String(row['name']), disabled: row.archivedAt !== null }));
    },
  });
}

/** Saves, archives and restores; every list and every choice of rows is asked again afterwards. */
export function useChanges(client: ResourceClient, after: () => void) {
  const cache = useQueryClient();
  const onSuccess = async (): Promise<void> => {
    await cache.invalidateQueries({ queryKey: ['resource'] });
    after();
  };
  const save = useMutation({
    mutationFn: ({ row, values }: { row: Row | null; values: object }) =>
      row === null
        ? client.create.mutate(values as never)
        : client.update.mutate({ id: row.id, expectedVersion: row.version, patch: values } as never),
    onSuccess,
  });
  const putAway = useMutation({
    mutationFn: (row: Row) => {
      const address = { id: row.id, expectedVersion: row.version } as never;
      return row.archivedAt === null ? client.archive.mutate(address) : client.restore.mutate(address);
    },
    onSuccess,
  });
  return { save, putAway };
}
