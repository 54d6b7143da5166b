import type { Knex } from 'knex';
import type { ImportPreview } from '../queries/import-shapes.ts';
import type { StagedFile } from './staging.ts';

/** How the rows of a file divide; the three always add up to what was read. */
export interface RowCounts {
  readonly rowsRead: number;
  readonly rowsStored: number;
  readonly rowsSuppressed: number;
  readonly rowsRejected: number;
}

const counts = `
  select count(*)::integer as rows_read,
         count(*) filter (where outcome = 'stored')::integer as rows_stored,
         count(*) filter (where outcome = 'suppressed')::integer as rows_suppressed,
         count(*) filter (where outcome = 'rejected')::integer as rows_rejected
    from staged_rows`;

const byPeriod = `
  select period_label as label, count(*) filter (where outcome = 'stored')::integer as stored,
         count(*) filter (where outcome = 'suppressed')::integer as suppressed
    from staged_rows where outcome <> 'rejected' and period_label is not null
   group by period_label, period_end order by period_end`;

const byMeasure = `
  select metric_id as label, count(*)::integer as rows
    from staged_rows where outcome <> 'rejected' and metric_id is not null group by metric_id order by metric_id`;

const facilities = `
  select count(f.id)::integer as known, (count(*) - count(f.id))::integer as added
    from (select distinct ccn from staged_rows where outcome <> 'rejected') as s
    left join quality.facilities as f on f.ccn = s.ccn`;

const changes = `
  select count(*) filter (where o.id is null)::integer as added,
         count(*) filter (where o.id is not null and (o.value, o.predicted, o.expected, o.denominator, o.suppressed)
           is distinct from (s.value, s.predicted, s.expected, s.denominator, s.outcome = 'suppressed'))::integer as changed,
         count(*) filter (where o.id is not null and (o.value, o.predicted, o.expected, o.denominator, o.suppressed)
           is not distinct from (s.value, s.predicted, s.expected, s.denominator, s.outcome = 'suppressed'))::integer as unchanged
    from staged_rows as s
    left join quality.facilities as f on f.ccn = s.ccn
    left join quality.metrics as m on m.metric_id = s.metric_id
    left join quality.observations as o
      on o.facility_ref = f.id and o.metric_ref = m.id and o.period_start = s.period_start and o.period_end = s.period_end
   where s.outcome <> 'rejected' and s.metric_id is not null`;

const nameless = `
  select count(*)::integer as count
    from (select ccn from staged_rows where outcome <> 'rejected' group by ccn having count(facility_name) = 0) as s
    left join quality.facilities as f on f.ccn = s.ccn
   where f.id is null`;

async function rowsOf<Row>(trx: Knex.Transaction, sql: string): Promise<readonly Row[]> {
  const { rows } = (await trx.raw(sql)) as { rows: readonly Row[] };
  return rows;
}

/** Counts the staged rows. */
export async function countStaged(trx: Knex.Transaction): Promise<RowCounts> {
  const [row] = await rowsOf<RowCounts>(trx, counts);
  return row ?? { rowsRead: 0, rowsStored: 0, rowsSuppressed: 0, rowsRejected: 0 };
}

const many = (count: number, one: string, more: string): string => `${count.toLocaleString('en-US')} ${count === 1 ? one : more}`;

const separators = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const;

function notesOf(staged: StagedFile, namelessCount: number, sameFile: ImportPreview['sameFile']): string[] {
  const notes: string[] = [];
  if (sameFile?.appliedAt) notes.push('This very file was imported before; importing it again changes nothing.');
  if (staged.heading.form.id !== 'hospital-general-information')
    notes.push('Neighbouring periods overlap: each spans about three years, so they share patients.');
  if (staged.derivedWindows > 0)
    notes.push(
      `${many(staged.derivedWindows, 'row has', 'rows have')} no dates; their periods follow from the fiscal year, as the program defines them.`,
    );
  if (staged.paddedCodes > 0)
    notes.push(`${many(staged.paddedCodes, 'facility code has', 'facility codes have')} lost a leading zero, which was put back.`);
  if (namelessCount > 0)
    notes.push(`${many(namelessCount, 'facility has', 'facilities have')} no name in this file and will go by the code.`);
  return notes;
}

/** Puts together what a person should see before saying yes. */
export async function previewOf(
  trx: Knex.Transaction,
  staged: StagedFile,
  sameFile: ImportPreview['sameFile'],
): Promise<ImportPreview> {
  const [facility] = await rowsOf<ImportPreview['facilities']>(trx, facilities);
  const [change] = await rowsOf<ImportPreview['changes']>(trx, changes);
  const [without] = await rowsOf<{ count: number }>(trx, nameless);
  return {
    form: staged.heading.form.title,
    delimiter: separators[staged.facts.delimiter],
    compressed: staged.facts.compressed,
    columns: [...staged.heading.columns],
    firstRows: staged.firstRows.map((row) => row.map((text) => text.slice(0, 100))),
    periods: [...(await rowsOf<ImportPreview['periods'][number]>(trx, byPeriod))],
    measures: [...(await rowsOf<ImportPreview['measures'][number]>(trx, byMeasure))],
    facilities: facility ?? { known: 0, added: 0 },
    changes: change ?? { added: 0, changed: 0, unchanged: 0 },
    notes: notesOf(staged, without?.count ?? 0, sameFile),
    sameFile,
  };
}
