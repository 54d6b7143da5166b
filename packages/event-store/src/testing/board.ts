import { type Projection, defineRows } from '../projection.ts';
import { ask, inTransaction } from '../store/sql.ts';
import type { EventStore } from '../event-store.ts';
import type { AdmissionEvent } from './events.ts';

/** A line of the ward's board: where a patient is and how often moved. */
export interface BoardRow {
  readonly moves: number;
  readonly place: string | null;
}

/** The board as a projection; `refuse` makes the handler fail for a place. */
export const boardWith = ({ name = 'ward.board', revision = 1, refuse = () => false, sign = '' }: { name?: string; revision?: number; refuse?: (place: string) => boolean; sign?: string } = {}): Projection =>
  defineRows<BoardRow, AdmissionEvent>({
    name,
    revision,
    table: 'public.board',
    columns: { moves: 'integer', place: 'text' },
    on: {
      'admission.created': (row) => row ?? { moves: 0, place: null },
      'admission.location_changed': (row, { data }) => {
        if (refuse(data.to_location)) throw new Error(`No room in ${data.to_location}.`);
        return { moves: (row?.moves ?? 0) + 1, place: `${sign}${data.to_location}` };
      },
    },
  });

export type Board = Record<string, BoardRow>;

/** The rows of a tenant by stream. */
export async function boardOf({ pool }: EventStore, tenantId: string, table = 'public.board'): Promise<Board> {
  const rows = await inTransaction(pool, tenantId, (client) =>
    ask<{ id: string; moves: number; place: string | null }>(client, `select id, moves, place from ${table} order by id`),
  );
  return Object.fromEntries(rows.map(({ id, moves, place }) => [id, { moves, place }]));
}

/** What the rows must be, folded from the events in plain sight. */
export async function foldOf(store: EventStore, tenantId: string, sign = ''): Promise<Board> {
  const board: Board = {};
  for (let after = 0; ; ) {
    const events = await store.readAll<AdmissionEvent>(tenantId, { after, limit: 1000 });
    for (const event of events) {
      const row = board[event.streamId] ?? { moves: 0, place: null };
      board[event.streamId] = event.type === 'admission.location_changed' ? { moves: row.moves + 1, place: `${sign}${event.data.to_location}` } : row;
    }
    if (events.length < 1000) return board;
    after = events.at(-1)?.position ?? after;
  }
}
