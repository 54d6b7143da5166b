import type { RowOutcome, StagedRow } from './rows.ts';

/** Columns of the staging table, in the order in which lines are written. */
export const stagedColumns = [
  'line',
  'outcome',
  'ccn',
  'facility_name',
  'state',
  'city',
  'facility_type',
  'ownership',
  'metric_id',
  'period_start',
  'period_end',
  'period_label',
  'period_index',
  'value',
  'predicted',
  'expected',
  'denominator',
  'numerator',
  'footnote',
  'column_name',
  'raw_value',
  'reason',
] as const;

const NOTHING = '\\N';
const meaningful = /[\\\t\n\r\0]/;

/** Text as COPY wants it: the letters that mean something there are escaped, and one that no text can hold is dropped. */
function words(text: string | null): string {
  if (text === null) return NOTHING;
  if (!meaningful.test(text)) return text;
  return text
    .replaceAll('\0', '')
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}

const number = (value: number | null): string | number => value ?? NOTHING;

const rowCells = (row: StagedRow): string =>
  `${row.ccn}\t${words(row.facilityName)}\t${row.state ?? NOTHING}\t${words(row.city)}\t${words(row.facilityType)}\t` +
  `${words(row.ownership)}\t${row.metricId ?? NOTHING}\t${row.periodStart ?? NOTHING}\t${row.periodEnd ?? NOTHING}\t` +
  `${row.periodLabel ?? NOTHING}\t${number(row.periodIndex)}\t${number(row.value)}\t${number(row.predicted)}\t` +
  `${number(row.expected)}\t${number(row.denominator)}\t${number(row.numerator)}\t${words(row.footnote)}`;

const noRow = Array.from({ length: 17 }, () => NOTHING).join('\t');
const noRejection = `${NOTHING}\t${NOTHING}\t${NOTHING}`;

/** One line for COPY into the staging table. */
export function stagedLine(line: number, given: RowOutcome): string {
  if (given.outcome !== 'rejected') return `${line}\t${given.outcome}\t${rowCells(given.row)}\t${noRejection}\n`;
  return `${line}\t${given.outcome}\t${noRow}\t${words(given.column)}\t${words(given.value)}\t${words(given.reason)}\n`;
}
