import { periodIndexOf } from '../rules.ts';
import { type Cell, CellError, countIn, dayIn, facilityCodeIn, isMissing, numberIn, stateIn, wordsIn } from './cell-values.ts';
import { readableName } from './facility-name.ts';
import type { Field, Heading } from './file-forms.ts';
import { measureCodes, measureOf, metricIdOf } from './hrrp-metrics.ts';
import type { RowOutcome, RowRemarks } from './rows.ts';

type Cells = (field: Field) => Cell;

const HIGHEST_RATIO = 10;
const TOO_FEW = 'Too few to report';

/** `2021-07-01` to `2024-06-30` is "Jul 2021–Jun 2024": the window is the period, whatever fiscal year it served. */
export function windowLabel(start: string, end: string): string {
  const month = (day: string): string =>
    new Date(`${day}T00:00:00Z`).toLocaleDateString('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' });
  return `${cachedMonth(start.slice(0, 7), month)}–${cachedMonth(end.slice(0, 7), month)}`;
}

const monthNames = new Map<string, string>();
function cachedMonth(yearMonth: string, name: (day: string) => string): string {
  const known = monthNames.get(yearMonth);
  if (known !== undefined) return known;
  const made = name(`${yearMonth}-01`);
  monthNames.set(yearMonth, made);
  return made;
}

function measureIn({ column, text }: Cell): string {
  const measure = measureOf(text);
  if (measure) return measure;
  throw new CellError(column, text, `is not one of the measures ${measureCodes.join(', ')}`);
}

function fiscalYearIn({ column, text }: Cell): number | null {
  if (isMissing(text)) return null;
  const year = text.trim();
  if (!/^20[1-9]\d$/.test(year)) throw new CellError(column, text, 'is not a fiscal year such as 2024');
  return Number(year);
}

interface Window {
  readonly start: string;
  readonly end: string;
  readonly derived: boolean;
}

/** The program looks at three years that end fifteen months before its fiscal year begins; one published year lacks the dates. */
function windowOf(cells: Cells): Window {
  const start = dayIn(cells('start'));
  const end = dayIn(cells('end'));
  const fiscalYear = fiscalYearIn(cells('fiscalYear'));
  if (start !== null && end !== null) {
    if (start > end) throw new CellError(cells('end').column, cells('end').text, `is before the start, ${start}`);
    return { start, end, derived: false };
  }
  if (start === null && end === null && fiscalYear !== null)
    return { start: `${fiscalYear - 5}-07-01`, end: `${fiscalYear - 2}-06-30`, derived: true };
  const blank = cells(start === null ? 'start' : 'end');
  throw new CellError(blank.column, blank.text, 'is missing, so the period is unknown');
}

/** `5`, `1, 23` or `5 - Results are not available for this reporting period.` is told as its codes. */
export function footnoteCodes(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const codes = trimmed.split(/\s*,\s*(?=[\d*a-z]{1,3}(?:\s|,|$))/).map((piece) => /^(\d{1,2}|[a-z]|\*{1,3})(?=\s*-|$)/.exec(piece.trim())?.[1]);
  return codes.every((code) => code !== undefined) ? codes.join(',') : trimmed.slice(0, 500);
}

function footnoteOf(cells: Cells): string | null {
  const given = footnoteCodes(cells('footnote').text);
  if (given !== null) return given;
  const flagged = /^(y|yes|true|1)$/i.test(cells('tooFew').text.trim());
  return flagged || /too few/i.test(cells('readmissions').text) ? TOO_FEW : null;
}

function numbersOf(cells: Cells) {
  const denominator = countIn(cells('discharges'));
  const numerator = countIn(cells('readmissions'));
  if (denominator !== null && numerator !== null && numerator > denominator)
    throw new CellError(cells('readmissions').column, cells('readmissions').text, `is more than the ${denominator} discharges`);
  return {
    value: numberIn(cells('ratio'), 0, HIGHEST_RATIO),
    predicted: numberIn(cells('predicted'), 0, 100),
    expected: numberIn(cells('expected'), 0, 100),
    denominator,
    numerator,
  };
}

function read(cells: Cells): { readonly outcome: RowOutcome; readonly remarks: RowRemarks } {
  const { ccn, padded } = facilityCodeIn(cells('facilityId'));
  const metricId = metricIdOf(measureIn(cells('measure')));
  const name = wordsIn(cells('facilityName'), 255);
  const { start, end, derived } = windowOf(cells);
  const numbers = numbersOf(cells);
  // A ratio without its discharges is one whose counts the source held back: kept, marked, never divided by.
  const suppressed = numbers.value === null || numbers.denominator === null;
  const row = {
    ccn,
    facilityName: name === null ? null : readableName(name),
    state: stateIn(cells('state')),
    city: null,
    facilityType: null,
    ownership: null,
    metricId,
    periodStart: start,
    periodEnd: end,
    periodLabel: windowLabel(start, end),
    periodIndex: periodIndexOf('rolling_yearly', end),
    ...numbers,
    footnote: footnoteOf(cells),
  };
  return { outcome: { outcome: suppressed ? 'suppressed' : 'stored', row }, remarks: { padded, windowDerived: derived } };
}

/** A line of a readmission file, in either form. Never throws: what cannot be read is rejected with its column and reason. */
export function hrrpRow({ columns, at }: Heading, record: readonly string[]): { outcome: RowOutcome; remarks: RowRemarks } {
  const cells: Cells = (field) => {
    const place = at[field];
    return place === undefined ? { column: field, text: '' } : { column: columns[place] ?? field, text: record[place] ?? '' };
  };
  return rejectingCells(() => read(cells));
}

/** Turns a cell that could not be understood into a rejected row. */
export function rejectingCells(work: () => { outcome: RowOutcome; remarks: RowRemarks }): { outcome: RowOutcome; remarks: RowRemarks } {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    return {
      outcome: { outcome: 'rejected', column: error.column.slice(0, 100), value: error.value.slice(0, 200), reason: error.message },
      remarks: { padded: false, windowDerived: false },
    };
  }
}
