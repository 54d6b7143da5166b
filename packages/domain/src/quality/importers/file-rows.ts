import Papa from 'papaparse';
import { DomainError } from '../../kernel/errors.ts';

const LONGEST_ROW = 20_000;

/** How the rows and columns of a file are told apart. */
export interface Separators {
  readonly delimiter: ',' | ';' | '\t' | '|';
  /** A carriage return alone ends the lines of very old files; anything else goes by the line feed. */
  readonly newline: '\n' | '\r';
}

/** One line of the file. `line` is the place in the file where it begins, the heading being line 1. */
export interface FileRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

interface Parsed {
  readonly data: string[][];
  readonly errors: readonly { readonly code: string; readonly row: number }[];
  readonly meta: { readonly cursor: number };
}

const neverClosed = (line: number): DomainError =>
  new DomainError('invalid', `The quotation mark in line ${line} is never closed, so rows run together. Correct the file first.`);

const tooLong = (line: number): DomainError =>
  new DomainError('invalid', `Line ${line} is longer than ${LONGEST_ROW.toLocaleString('en-US')} characters, which no row is. Correct the file first.`);

const linesIn = (cells: readonly string[], newline: string): number =>
  cells.reduce((lines, cell) => (cell.includes(newline) ? lines + cell.split(newline).length - 1 : lines), 1);

// Lines are cut at the line feed, whatever stands before it: one file may hold both kinds.
function withoutReturn(cells: string[]): string[] {
  const last = cells.at(-1);
  if (last?.endsWith('\r')) cells[cells.length - 1] = last.slice(0, -1);
  return cells;
}

const isBlank = (cells: readonly string[]): boolean => cells.length === 1 && cells[0] === '';

/**
 * Cuts text that comes in pieces into rows; blank lines are passed over, but counted. The inner parser of the library is
 * used, because its own streaming tells neither the line of a row nor that a quotation mark was left open.
 * @throws DomainError `invalid` when a quotation mark is never closed, or a line never ends.
 */
export async function* rowsOf(pieces: AsyncIterable<string>, { delimiter, newline }: Separators): AsyncGenerator<FileRecord> {
  const parser = new Papa.Parser({ delimiter, newline });
  let rest = '';
  let line = 1;

  const take = (isEnd: boolean): FileRecord[] => {
    const { data, errors, meta } = parser.parse(rest, 0, !isEnd) as Parsed;
    rest = rest.slice(meta.cursor);
    const missing = errors.some(({ code }) => code === 'MissingQuotes') ? data.length - 1 : -1;
    const muddled = new Set(errors.map(({ row }) => row));
    const records: FileRecord[] = [];
    for (const [index, cells] of data.entries()) {
      const lines = linesIn(cells, newline);
      // A row that goes on over a quotation mark in its middle has swallowed the rows up to there.
      if (index === missing || (lines > 1 && (muddled.has(index) || cells.join(delimiter).length > LONGEST_ROW))) throw neverClosed(line);
      if (!isBlank(withoutReturn(cells))) records.push({ line, cells });
      line += lines;
    }
    if (rest.length > LONGEST_ROW) throw rest.includes('"') ? neverClosed(line) : tooLong(line);
    return records;
  };

  for await (const piece of pieces) {
    rest += piece;
    yield* take(false);
  }
  yield* take(true);
}
