/** A rejected row as the query hands it out. */
interface Rejection {
  readonly line: number;
  readonly columnName: string | null;
  readonly value: string | null;
  readonly reason: string;
}

interface Page {
  readonly rows: readonly Rejection[];
  readonly nextCursor: string | null;
}

/** Spreadsheets run a cell that begins like a formula; a quote before it makes it the text it is. */
function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const harmless = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The rejected rows of an import as CSV, a page at a time. */
export async function* rejectionLines(pageAfter: (cursor: string | null) => Promise<Page>): AsyncGenerator<string> {
  // The mark at the beginning tells spreadsheets that the letters are UTF-8.
  yield '\uFEFFline,column,value,reason\r\n';
  for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
    const page: Page = await pageAfter(cursor);
    yield page.rows
      .map((row) => `${[row.line, row.columnName, row.value, row.reason].map(csvCell).join(',')}\r\n`)
      .join('');
    cursor = page.nextCursor;
  }
}
