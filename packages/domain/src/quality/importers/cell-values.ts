/** A cell that could not be understood; the message goes on reading after the column's name. */
export class CellError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'CellError';
  }
}

const missingWords = new Set([
  'na',
  'n/a',
  '--',
  'not available',
  'not applicable',
  'too few to report',
  'number of cases too small',
]);

const startsWithDigit = (text: string): boolean => {
  const first = text.charCodeAt(0);
  return first >= 48 && first <= 57;
};

/** Whether the source left this out: empty, `N/A`, `Not Available`, `Too Few to Report` and their like. */
export function isMissing(text: string): boolean {
  if (text === '') return true;
  if (startsWithDigit(text)) return false;
  const trimmed = text.trim();
  return trimmed === '' || missingWords.has(trimmed.toLowerCase());
}

/** Remembers what was read before: a file repeats its days, names and codes thousands of times. */
export function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const seen = known.get(text);
    if (seen !== undefined) return seen;
    const fresh = read(text);
    if (known.size >= 20_000) known.clear();
    known.set(text, fresh);
    return fresh;
  };
}

const decimalForm = /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d*)(?:\.\d+)?(?:e[+-]?\d{1,2})?$/i;
const wholeForm = /^(?:\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.0+)?$/;

const plain = (text: string): number => Number(text.includes(',') ? text.replaceAll(',', '') : text);

/**
 * A number within its bounds, or null where the source left it out.
 * @throws CellError
 */
export function numberIn(text: string, low: number, high: number): number | null {
  if (isMissing(text)) return null;
  const trimmed = text.trim();
  const value = decimalForm.test(trimmed) ? plain(trimmed) : Number.NaN;
  if (Number.isNaN(value)) throw new CellError('is neither a number nor one of the words for missing');
  if (value < low || value > high) throw new CellError(`is outside ${low} to ${high}`);
  return value;
}

/**
 * A count of patients, or null where the source left it out.
 * @throws CellError
 */
export function countIn(text: string): number | null {
  if (isMissing(text)) return null;
  const trimmed = text.trim();
  if (!wholeForm.test(trimmed)) throw new CellError('is neither a whole number nor one of the words for missing');
  return plain(trimmed);
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const isoForm = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const slashForm = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})$/;
const wordForm = /^(\d{1,2})-([a-z]{3})-(\d{2}|\d{4})$/i;

const fullYear = (year: string): number => (year.length === 2 ? 2000 + Number(year) : Number(year));

function dateParts(text: string): readonly [year: number, month: number, day: number] | null {
  const iso = isoForm.exec(text);
  if (iso) return [Number(iso[1]), Number(iso[2]), Number(iso[3])];
  const slash = slashForm.exec(text);
  if (slash) return [fullYear(slash[3] ?? ''), Number(slash[1]), Number(slash[2])];
  const word = wordForm.exec(text);
  if (word) return [fullYear(word[3] ?? ''), months.indexOf((word[2] ?? '').toLowerCase()) + 1, Number(word[1])];
  return null;
}

/**
 * A calendar day as `YYYY-MM-DD`, read from `2019-07-01`, `07/01/2019`, `7/1/2020`, `7/1/22` or `01-JUL-12`; null where
 * the source left it out.
 * @throws CellError
 */
export const dayIn = remembering((text: string): string | null => {
  if (isMissing(text)) return null;
  const parts = dateParts(text.trim());
  if (parts) {
    const [year, month, day] = parts;
    const date = new Date(Date.UTC(year, month - 1, day));
    const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    if (real && year >= 1990 && year <= 2100) return date.toISOString().slice(0, 10);
  }
  throw new CellError('is not a day such as 2024-06-30, 06/30/2024 or 30-JUN-24');
});

const fiveDigits = /^\d{5}$/;
const sixSigns = /^[0-9A-Z]{6}$/;

/**
 * The six-character certification number of a hospital. Spreadsheets drop a leading zero; it is put back.
 * @throws CellError
 */
export function facilityCodeIn(text: string): { readonly ccn: string; readonly padded: boolean } {
  if (sixSigns.test(text)) return { ccn: text, padded: false };
  const trimmed = text.trim().toUpperCase();
  if (fiveDigits.test(trimmed)) return { ccn: `0${trimmed}`, padded: true };
  if (sixSigns.test(trimmed)) return { ccn: trimmed, padded: false };
  throw new CellError('is not a facility code of six digits or capitals');
}

const twoCapitals = /^[A-Z]{2}$/;

/**
 * A two-letter state, or null.
 * @throws CellError
 */
export function stateIn(text: string): string | null {
  if (twoCapitals.test(text) && text !== 'NA') return text;
  if (isMissing(text)) return null;
  const trimmed = text.trim().toUpperCase();
  if (!twoCapitals.test(trimmed)) throw new CellError('is not a state of two letters');
  return trimmed;
}

/** Letters below the blank, the delete sign, and the sign that stands for a broken letter. */
const unprintable = /[^\u0020-\u007e\u0080-\ufffc\ufffe\uffff]/;

/**
 * Words of at most `max` characters, or null.
 * @throws CellError
 */
export function wordsIn(text: string, max: number): string | null {
  const trimmed = text.trim().replaceAll(/\s+/g, ' ');
  if (isMissing(trimmed)) return null;
  if (trimmed.length > max) throw new CellError(`is longer than ${max} characters`);
  if (unprintable.test(trimmed)) throw new CellError('holds characters that cannot be printed');
  return trimmed;
}
