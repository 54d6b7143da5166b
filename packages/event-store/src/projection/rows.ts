import type { EventShape, Recorded } from '../event.ts';
import { quoteName } from '../install/names.ts';
import { ask } from '../store/sql.ts';
import { type Projection, type Writer, requireName } from './define.ts';

/** SQL types a column of a row projection may have. */
export type ColumnType = 'text' | 'integer' | 'bigint' | 'numeric' | 'boolean' | 'uuid' | 'date' | 'timestamptz' | 'jsonb' | 'double precision';

type Fold<Row, E extends EventShape> = {
  readonly [T in E['type']]?: (row: Row | undefined, event: Recorded<Extract<E, { type: T }>>) => Row | undefined;
};

interface RowsDefinition<Row extends object, E extends EventShape> {
  readonly name: string;
  readonly revision: number;
  /** Has the columns below and `tenant_id uuid, id uuid, last_position bigint`, key `(tenant_id, id)`. */
  readonly table: string;
  readonly columns: { readonly [C in keyof Row & string]-?: ColumnType };
  /** Which row an event is about; default: one row per stream. */
  readonly key?: (event: Recorded<E>) => string;
  /** What becomes of the row. Pure. Nothing given back means no row yet, or no change. */
  readonly on: Fold<Row, E>;
}

interface Kept<Row> {
  row: Row | undefined;
  position: number;
  changed: boolean;
}

type Step<Row> = (row: Row | undefined, event: never) => Row | undefined;

/**
 * A projection that folds events into rows: a whole batch is folded in memory and written by one statement. Rows are
 * never deleted, only marked, so that an event delivered again cannot bring one back.
 */
export function defineRows<Row extends object, E extends EventShape>(definition: RowsDefinition<Row, E>): Projection {
  const { name, revision, table } = definition;
  const columns = Object.entries(definition.columns) as [keyof Row & string, ColumnType][];
  const key = (definition.key ?? (({ streamId }: Recorded) => streamId)) as (event: Recorded) => string;
  const steps = new Map(Object.entries(definition.on) as [string, Step<Row>][]);

  return {
    name: requireName(name),
    revision,
    tables: [table],
    apply: async (write, events) => {
      const known = events.filter(({ type }) => steps.has(type));
      if (known.length === 0) return;
      const rows = await load(write, table, columns, [...new Set(known.map(key))]);
      for (const event of known) fold(rows, key(event), event, steps.get(event.type), write.outOfTurn);
      await save(write, table, columns, rows);
    },
  };
}

function fold<Row>(rows: Map<string, Kept<Row>>, id: string, event: Recorded, step: Step<Row> | undefined, outOfTurn: boolean): void {
  const kept = rows.get(id) ?? { row: undefined, position: 0, changed: false };
  if (!step || (event.position <= kept.position && !outOfTurn)) return;
  const row = step(kept.row, event as never);
  if (row === undefined) return;
  rows.set(id, { row, position: Math.max(kept.position, event.position), changed: true });
}

async function load<Row extends object>(write: Writer, table: string, columns: [keyof Row & string, ColumnType][], ids: string[]): Promise<Map<string, Kept<Row>>> {
  const names = columns.map(([column]) => quoteName(column));
  const found = await ask<{ id: string; last_position: number } & Record<string, unknown>>(
    write.client,
    `select ${['id', 'last_position', ...names].join(', ')} from ${write.table(table)} where tenant_id = $1 and id = any ($2::uuid[])`,
    [write.tenantId, ids],
  );
  return new Map(
    found.map(({ id, last_position: position, ...rest }) => [id, { row: rest as Row, position, changed: false }]),
  );
}

async function save<Row extends object>(write: Writer, table: string, columns: [keyof Row & string, ColumnType][], rows: Map<string, Kept<Row>>): Promise<void> {
  const changed = [...rows].filter(([, kept]) => kept.changed);
  if (changed.length === 0) return;
  const names = columns.map(([column]) => quoteName(column));
  const valuesOf = ([column, type]: [keyof Row & string, ColumnType]): unknown[] =>
    changed.map(([, { row }]) => {
      const value = row?.[column] ?? null;
      return type === 'jsonb' && value !== null ? JSON.stringify(value) : value;
    });
  const arrays = ['uuid', 'bigint', ...columns.map(([, type]) => type)].map((type, index) => `$${index + 2}::${type}[]`);
  await write.query(
    `insert into ${write.table(table)} (${['tenant_id', 'id', 'last_position', ...names].join(', ')})
     select $1, * from unnest(${arrays.join(', ')})
     on conflict (tenant_id, id) do update set ${['last_position', ...names].map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [write.tenantId, changed.map(([id]) => id), changed.map(([, { position }]) => position), ...columns.map(valuesOf)],
  );
}
