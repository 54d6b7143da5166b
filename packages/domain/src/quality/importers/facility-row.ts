import { type Cell, CellError, facilityCodeIn, stateIn, wordsIn } from './cell-values.ts';
import { readableName } from './facility-name.ts';
import type { Field, Heading } from './file-forms.ts';
import { rejectingCells } from './hrrp-row.ts';
import type { RowOutcome, RowRemarks } from './rows.ts';

const noObservation = {
  metricId: null,
  periodStart: null,
  periodEnd: null,
  periodLabel: null,
  periodIndex: null,
  value: null,
  predicted: null,
  expected: null,
  denominator: null,
  numerator: null,
  footnote: null,
};

/** A line of the file that says what kind of hospital each one is. Nothing in it can be suppressed. */
export function facilityRowOf({ columns, at }: Heading, record: readonly string[]): { outcome: RowOutcome; remarks: RowRemarks } {
  const cell = (field: Field): Cell => {
    const place = at[field] ?? -1;
    return { column: columns[place] ?? field, text: record[place] ?? '' };
  };
  return rejectingCells(() => {
    const { ccn, padded } = facilityCodeIn(cell('facilityId'));
    const name = wordsIn(cell('facilityName'), 255);
    if (name === null) throw new CellError(cell('facilityName').column, '', 'is missing');
    const city = wordsIn(cell('city'), 100);
    const row = {
      ...noObservation,
      ccn,
      facilityName: readableName(name),
      state: stateIn(cell('state')),
      city: city === null ? null : readableName(city),
      facilityType: wordsIn(cell('hospitalType'), 100),
      ownership: wordsIn(cell('ownership'), 100),
    };
    return { outcome: { outcome: 'stored', row }, remarks: { padded, windowDerived: false } };
  });
}
