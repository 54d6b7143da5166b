import { periodIndexOf } from '../rules.ts';
import { CellError, countIn, dayIn, facilityCodeIn, isMissing, numberIn, remembering, stateIn, wordsIn } from './cell-values.ts';
import { readableName } from './facility-name.ts';
import type { Heading } from './file-forms.ts';
import { measureCodes, measureOf, metricIdOf } from './hrrp-metrics.ts';
import { type KeptRow, type RowCells, type RowReading, readingRow } from './row-cells.ts';

const HIGHEST_RATIO = 10;
const TOO_FEW = 'Too few to report';

const monthName = (day: string): string =>
  new Date(`${day.slice(0, 7)}-01T00:00:00Z`).toLocaleDateString('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' });

/** `2021-07-01` to `2024-06-30` is "Jul 2021–Jun 2024": the window is the period, whatever fiscal year it served. */
const windowLabel = (start: string, end: string): string => `${monthName(start)}–${monthName(end)}`;

interface Period {
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly periodLabel: string;
  readonly periodIndex: number;
}

const periodOf = remembering((days: string): Period => {
  const [start = '', end = ''] = days.split(' ');
  return {
    periodStart: start,
    periodEnd: end,
    periodLabel: windowLabel(start, end),
    periodIndex: periodIndexOf('rolling_yearly', end),
  };
});

const metricIn = remembering((text: string): string => {
  const measure = measureOf(text);
  if (measure) return metricIdOf(measure);
  throw new CellError(`is not one of the measures ${measureCodes.join(', ')}`);
});

const nameIn = remembering((text: string): { readonly name: string | null } => {
  const name = wordsIn(text, 255);
  return { name: name === null ? null : readableName(name) };
});

const fiscalYearForm = /^20[1-9]\d$/;

function fiscalYearIn(text: string): number | null {
  if (isMissing(text)) return null;
  if (!fiscalYearForm.test(text.trim())) throw new CellError('is not a fiscal year such as 2024');
  return Number(text);
}

/** The program looks at three years that end fifteen months before its fiscal year begins; one published year lacks the dates. */
function windowOf(cells: RowCells): { readonly period: Period; readonly derived: boolean } {
  const fiscalYear = fiscalYearIn(cells.text('fiscalYear'));
  const start = dayIn(cells.text('start'));
  const end = dayIn(cells.text('end'));
  if (start !== null && end !== null) {
    if (start > end) throw new CellError(`is before the start, ${start}`);
    return { period: periodOf(`${start} ${end}`), derived: false };
  }
  if (start === null && end === null && fiscalYear !== null)
    return { period: periodOf(`${fiscalYear - 5}-07-01 ${fiscalYear - 2}-06-30`), derived: true };
  cells.text(start === null ? 'start' : 'end');
  throw new CellError('is missing, so the period is unknown');
}

const codeAtStart = /^(\d{1,2}|[a-z]|\*{1,3})(?=\s*-|$)/;

/** `5`, `1, 23` or `5 - Results are not available for this reporting period.` is told as its codes. */
export const footnoteCodes = remembering((text: string): string | null => {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const codes = trimmed.split(/\s*,\s*(?=[\d*a-z]{1,3}(?:\s|,|$))/).map((piece) => codeAtStart.exec(piece.trim())?.[1]);
  return codes.every((code) => code !== undefined) ? codes.join(',') : trimmed.slice(0, 500);
});

function footnoteOf(cells: RowCells): string | null {
  const given = footnoteCodes(cells.text('footnote'));
  if (given !== null) return given;
  const flag = cells.text('tooFew');
  const flagged = flag !== '' && /^(y|yes|true|1)$/i.test(flag.trim());
  return flagged || /too few/i.test(cells.text('readmissions')) ? TOO_FEW : null;
}

function numbersOf(cells: RowCells) {
  const denominator = countIn(cells.text('discharges'));
  const numerator = countIn(cells.text('readmissions'));
  if (denominator !== null && numerator !== null && numerator > denominator)
    throw new CellError(`is more than the ${denominator} discharges`);
  return {
    value: numberIn(cells.text('ratio'), 0, HIGHEST_RATIO),
    predicted: numberIn(cells.text('predicted'), 0, 100),
    expected: numberIn(cells.text('expected'), 0, 100),
    denominator,
    numerator,
  };
}

function read(cells: RowCells): KeptRow {
  const { ccn, padded } = facilityCodeIn(cells.text('facilityId'));
  const metricId = metricIn(cells.text('measure'));
  const { name } = nameIn(cells.text('facilityName'));
  const state = stateIn(cells.text('state'));
  const { period, derived } = windowOf(cells);
  const numbers = numbersOf(cells);
  return {
    row: {
      ccn,
      facilityName: name,
      state,
      city: null,
      facilityType: null,
      ownership: null,
      metricId,
      periodStart: period.periodStart,
      periodEnd: period.periodEnd,
      periodLabel: period.periodLabel,
      periodIndex: period.periodIndex,
      ...numbers,
      footnote: footnoteOf(cells),
    },
    // A ratio without its discharges is one whose counts the source held back: kept, marked, never divided by.
    suppressed: numbers.value === null || numbers.denominator === null,
    remarks: { padded, windowDerived: derived },
  };
}

/** A line of a readmission file, in either form. Never throws: what cannot be read is rejected with its column and reason. */
export const hrrpRow = (heading: Heading, record: readonly string[]): RowReading => readingRow(heading, record, read);
