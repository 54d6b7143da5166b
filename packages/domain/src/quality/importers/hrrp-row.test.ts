import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { facilityRowOf } from './facility-row.ts';
import { recogniseHeading } from './file-forms.ts';
import { footnoteCodes, hrrpRow } from './hrrp-row.ts';

const columns = [
  'Facility Name',
  'Facility ID',
  'State',
  'Measure Name',
  'Number of Discharges',
  'Footnote',
  'Excess Readmission Ratio',
  'Predicted Readmission Rate',
  'Expected Readmission Rate',
  'Number of Readmissions',
  'Start Date',
  'End Date',
];
const heading = recogniseHeading(columns);
const good = ['ST MARY HOSPITAL', '050001', 'CA', 'READM-30-HF-HRRP', '300', '', '1.0500', '21.5', '20.4', '63', '7/1/2019', '06/30/2022'];
const with_ = (changes: Readonly<Record<string, string>>): string[] => columns.map((column, place) => changes[column] ?? good[place]!);
const read = (changes: Readonly<Record<string, string>> = {}) => hrrpRow(heading, with_(changes)).outcome;

describe('a published row', () => {
  test('is stored with its window and its numbers', () => {
    expect(read()).toEqual({
      outcome: 'stored',
      row: {
        ccn: '050001',
        facilityName: 'St Mary Hospital',
        state: 'CA',
        city: null,
        facilityType: null,
        ownership: null,
        metricId: 'readmission.hf',
        periodStart: '2019-07-01',
        periodEnd: '2022-06-30',
        periodLabel: 'Jul 2019–Jun 2022',
        periodIndex: 2022.5,
        value: 1.05,
        predicted: 21.5,
        expected: 20.4,
        denominator: 300,
        numerator: 63,
        footnote: null,
      },
    });
  });

  test('whose counts are withheld keeps its ratio and is suppressed', () => {
    expect(read({ 'Number of Discharges': 'N/A', 'Number of Readmissions': 'Too Few to Report' })).toMatchObject({
      outcome: 'suppressed',
      row: { value: 1.05, denominator: null, numerator: null, footnote: 'Too few to report' },
    });
  });

  test.each(['Not Available', 'N/A', 'not applicable', 'Too Few to Report', '', '  ', '--'])('without a ratio (%j) is suppressed', (word) => {
    expect(read({ 'Excess Readmission Ratio': word })).toMatchObject({ outcome: 'suppressed', row: { value: null } });
  });

  test.each([
    ['01-JUL-12', '30-JUN-15', '2012-07-01', '2015-06-30'],
    ['7/1/22', '6/30/25', '2022-07-01', '2025-06-30'],
    ['2017-07-01', '2019-12-01', '2017-07-01', '2019-12-01'],
  ])('may write its days as %s and %s', (start, end, periodStart, periodEnd) => {
    expect(read({ 'Start Date': start, 'End Date': end })).toMatchObject({ row: { periodStart, periodEnd } });
  });

  test.each(['10001', ' 010001 '])('gets a lost zero back: %j', (code) => {
    expect(read({ 'Facility ID': code })).toMatchObject({ outcome: 'stored', row: { ccn: '010001' } });
  });

  test('of a veterans hospital keeps its letter', () => {
    expect(read({ 'Facility ID': '01014F' })).toMatchObject({ row: { ccn: '01014F' } });
  });
});

describe('the stacked file', () => {
  const long = recogniseHeading([
    'facility_id',
    'facility_name',
    'state',
    'fiscal_year',
    'measure',
    'start_date',
    'end_date',
    'discharges',
    'excess_readmission_ratio',
    'predicted_rate',
    'expected_rate',
    'readmissions',
    'too_few_to_report',
    'footnote',
  ]);

  test('without dates takes the window of its fiscal year', () => {
    const row = ['490013', '', '', '2023', 'COPD', '', '', '200', '1.0107', '17.5959', '17.4097', '', '', ''];
    expect(hrrpRow(long, row)).toMatchObject({
      outcome: { outcome: 'stored', row: { periodStart: '2018-07-01', periodEnd: '2021-06-30', facilityName: null, state: null } },
      remarks: { windowDerived: true },
    });
  });

  test('with half a window is rejected at the half that is missing', () => {
    const row = ['490013', '', '', '2023', 'COPD', '2018-07-01', '', '200', '1.0107', '17.5959', '17.4097', '', '', ''];
    expect(hrrpRow(long, row).outcome).toEqual({
      outcome: 'rejected',
      column: 'end_date',
      value: '',
      reason: 'is missing, so the period is unknown',
    });
  });
});

test.each([
  ['5', '5'],
  ['1, 23', '1,23'],
  ['5 - Results are not available for this reporting period.', '5'],
  ['1 - Too few cases., 23 - Discrepancies in claims.', '1,23'],
  ['See the note, please', 'See the note, please'],
  ['  ', null],
])('a footnote %j is told as %j', (text, told) => {
  expect(footnoteCodes(text)).toBe(told);
});

describe('whatever becomes of a cell', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ maxLength: 300 }),
    fc.double().map(String),
    fc.integer().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
    fc.constantFrom('N/A', 'Not Available', '', '1e3', '-1', '999999999999', '13/13/2020', 'NaN', 'Infinity', '1,05', "=1+1"),
  );

  test('the row is stored, suppressed, or rejected with that column, its value and a reason', () => {
    fc.assert(
      fc.property(fc.constantFrom(...columns), cell, (column, value) => {
        const outcome = read({ [column]: value });
        if (outcome.outcome !== 'rejected') {
          expect(outcome.row.ccn).toMatch(/^[0-9A-Z]{6}$/);
          expect(outcome.outcome === 'stored').toBe(outcome.row.value !== null && outcome.row.denominator !== null);
          for (const number of [outcome.row.value, outcome.row.predicted, outcome.row.expected]) expect(Number.isNaN(number)).toBe(false);
          return;
        }
        expect(outcome.reason.length).toBeGreaterThan(10);
        expect(columns).toContain(outcome.column);
        expect(with_({ [column]: value })[columns.indexOf(outcome.column!)]!.startsWith(outcome.value!)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('no row of any width or content makes the reader throw', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 12, maxLength: 12 }), (record) => {
        expect(['stored', 'suppressed', 'rejected']).toContain(hrrpRow(heading, record).outcome.outcome);
      }),
    );
  });
});

test('a hospital is described by town, kind and owner', () => {
  const general = recogniseHeading(['Provider ID', 'Hospital Name', 'City/Town', 'State', 'Hospital Type', 'Hospital Ownership']);
  expect(facilityRowOf(general, ['10001', "ST JOHN'S", 'EAST POINT', 'AL', 'Acute Care Hospitals', 'Not Available']).outcome).toMatchObject({
    outcome: 'stored',
    row: { ccn: '010001', facilityName: "St John's", city: 'East Point', facilityType: 'Acute Care Hospitals', ownership: null },
  });
  expect(facilityRowOf(general, ['10001', '', 'X', 'AL', 'A', 'B']).outcome).toMatchObject({ outcome: 'rejected', column: 'Hospital Name' });
});
