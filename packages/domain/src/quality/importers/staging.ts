import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Knex } from 'knex';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { liftTimeLimit } from '../../db/scope.ts';
import { facilityRowOf } from './facility-row.ts';
import { type Heading, recogniseHeading } from './file-forms.ts';
import { hrrpRow } from './hrrp-row.ts';
import { type FileFacts, inspectFile, readRecords } from './read-file.ts';
import { rejectedRow, type RowReading } from './row-cells.ts';
import { stagedColumns, stagedLine } from './staged-line.ts';

const FIRST_ROWS = 20;
const LINES_AT_ONCE = 500;

/** Tells how far the reading is; `total` is not known before the end. */
export type ReportRows = (rows: number) => void;

/** What reading a file to its end found out, beside the rows themselves. */
export interface StagedFile {
  readonly facts: FileFacts;
  readonly heading: Heading;
  readonly firstRows: readonly (readonly string[])[];
  readonly rowsRead: number;
  readonly paddedCodes: number;
  readonly derivedWindows: number;
}

/** Row security does not take COPY, so rows land in a table of the transaction first. */
const stagingTable = `
  create temporary table staged_rows (
    line integer primary key, outcome text not null,
    ccn text, facility_name text, state text, city text, facility_type text, ownership text, metric_id text,
    period_start date, period_end date, period_label text, period_index double precision,
    value double precision, predicted double precision, expected double precision,
    denominator integer, numerator integer, footnote text,
    column_name text, raw_value text, reason text
  ) on commit drop`;

/** Makes the empty staging table of this transaction, whose statements may take their time from here on. */
export const createStaging = async (trx: Knex.Transaction): Promise<void> => {
  await liftTimeLimit(trx);
  await trx.raw(stagingTable);
};

/** A second row for the same facility, measure and period cannot be kept beside the first; it is rejected and says so. */
const rejectRepetitions = `
  update staged_rows as later
     set outcome = 'rejected', column_name = null, raw_value = later.ccn,
         reason = 'repeats the facility, measure and period of line ' || known.first_line
    from (select line, first_value(line) over same_key as first_line, row_number() over same_key as place
            from staged_rows where outcome <> 'rejected'
          window same_key as (partition by ccn, metric_id, period_start, period_end order by line)) as known
   where known.line = later.line and known.place > 1`;

const hasRepetitions = `
  select exists (select 1 from staged_rows where outcome <> 'rejected'
                  group by ccn, metric_id, period_start, period_end having count(*) > 1) as found`;

const rowReaders = { 'hrrp-long': hrrpRow, 'hrrp-yearly': hrrpRow, 'hospital-general-information': facilityRowOf } as const;

interface Tally {
  rowsRead: number;
  paddedCodes: number;
  derivedWindows: number;
  readonly firstRows: (readonly string[])[];
}

function readingOf(heading: Heading, cells: readonly string[]): RowReading {
  if (cells.length === heading.columns.length) return rowReaders[heading.form.id](heading, cells);
  return rejectedRow(null, cells.join(','), `the row has ${cells.length} columns, the heading has ${heading.columns.length}`);
}

async function* copyLines(
  records: AsyncIterable<{ line: number; cells: readonly string[] }>,
  heading: Heading,
  tally: Tally,
  report: ReportRows,
): AsyncGenerator<string> {
  let lines = '';
  for await (const { line, cells } of records) {
    const { outcome, remarks } = readingOf(heading, cells);
    tally.rowsRead += 1;
    if (remarks.padded) tally.paddedCodes += 1;
    if (remarks.windowDerived) tally.derivedWindows += 1;
    if (tally.firstRows.length < FIRST_ROWS) tally.firstRows.push(cells);
    lines += stagedLine(line, outcome);
    if (tally.rowsRead % LINES_AT_ONCE === 0) {
      yield lines;
      lines = '';
      report(tally.rowsRead);
    }
  }
  yield lines;
}

/** The connection behind a transaction; COPY speaks its own protocol, which Knex does not know. */
export const connectionOf = async (trx: Knex.Transaction): Promise<ClientBase> =>
  (await (trx.client as { acquireConnection(): Promise<unknown> }).acquireConnection()) as ClientBase;

/**
 * Reads a file into the staging table of this transaction, row by row, whatever its size.
 * @throws DomainError `invalid` when the file is not one of the known forms or cannot be read to its end.
 */
export async function stageFile(
  trx: Knex.Transaction,
  path: string,
  { report, signal }: { report: ReportRows; signal: AbortSignal },
): Promise<StagedFile> {
  const facts = await inspectFile(path);
  const records = readRecords(path, facts, signal);
  const first = await records.next();
  const heading = recogniseHeading(first.done ? [] : first.value.cells);
  const tally: Tally = { rowsRead: 0, paddedCodes: 0, derivedWindows: 0, firstRows: [] };
  await createStaging(trx);
  const connection = await connectionOf(trx);
  const sink = connection.query(copyFrom(`copy pg_temp.staged_rows (${stagedColumns.join(', ')}) from stdin`));
  await pipeline(Readable.from(copyLines(records, heading, tally, report)), sink, { signal });
  await trx.raw('analyze staged_rows');
  const { rows } = (await trx.raw(hasRepetitions)) as { rows: readonly { found: boolean }[] };
  if (rows[0]?.found) await trx.raw(rejectRepetitions);
  return { facts, heading, ...tally };
}
