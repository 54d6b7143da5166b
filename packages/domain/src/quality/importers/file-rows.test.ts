import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { type FileRecord, type Separators, rowsOf } from './file-rows.ts';

async function* pieces(text: string, sizes: readonly number[]): AsyncGenerator<string> {
  let at = 0;
  for (let n = 0; at < text.length; n += 1) {
    const size = sizes[n % sizes.length] ?? text.length;
    yield text.slice(at, at + size);
    at += size;
  }
}

async function read(text: string, sizes: readonly number[] = [7], how: Partial<Separators> = {}): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  for await (const record of rowsOf(pieces(text, sizes), { delimiter: ',', newline: '\n', ...how })) records.push(record);
  return records;
}

const cell = fc.string({ unit: fc.constantFrom('a', '7', ',', ';', '"', '\n', '\r\n', ' ', 'é', '😀'), maxLength: 6 });
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });

describe('rows of a file', () => {
  test('come out as they were written, with their lines, however the text is cut into pieces', () =>
    fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom<Separators['delimiter']>(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        fc.boolean(),
        async (cells, delimiter, ending, sizes, ends) => {
          const text = Papa.unparse(cells, { delimiter, newline: ending, quotes: true }) + (ends ? ending : '');
          let line = 1;
          const expected = cells.map((row) => {
            const begins = line;
            line += 1 + row.join('').split('\n').length - 1;
            return { line: begins, cells: row };
          });
          expect(await read(text, sizes, { delimiter })).toEqual(expected);
        },
      ),
    ));

  test('keep their line behind blank lines and rows of several lines', async () => {
    expect(await read('a,b\n\n"one\ntwo",3\r\n\r\nlast,4')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['one\ntwo', '3'] },
      { line: 6, cells: ['last', '4'] },
    ]);
  });

  test('of very old files end with a carriage return', async () => {
    expect(await read('a,b\r1,2\r', [3], { newline: '\r' })).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', '2'] },
    ]);
  });

  test('keep a quotation mark that stands inside a cell', async () => {
    expect(await read('a,5" bed\n"b"c",2\n')).toEqual([
      { line: 1, cells: ['a', '5" bed'] },
      { line: 2, cells: ['b"c', '2'] },
    ]);
  });

  test('a line that does not end is named', async () => {
    await expect(read(`a,b\n${'1,'.repeat(15_000)}`, [9000])).rejects.toThrow('Line 2 is longer than 20,000 characters');
  });

  test.each([
    ['at the end of the file', 'a,b\n1,2\n"open,3\n4,5\n', 3],
    ['over more text than a row can have', `a,b\n"open,3\n${'4,5\n'.repeat(8000)}`, 2],
    ['so that the next row is taken in', 'a,b\n"open,3\n"other",4\n', 2],
    ['until another cell opens one', `a,b\n1,2\n\n"open,3\n${'4,5\n'.repeat(8000)}"x",6\n7,8\n`, 4],
  ])('a quotation mark left open is named with its line: %s', async (_, text, line) => {
    await expect(read(text, [40_000])).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(`in line ${line} is never closed`) as unknown });
  });
});
