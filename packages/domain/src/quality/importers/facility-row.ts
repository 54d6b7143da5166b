import { CellError, facilityCodeIn, stateIn, wordsIn } from './cell-values.ts';
import { readableName } from './facility-name.ts';
import type { Heading } from './file-forms.ts';
import { type KeptRow, type RowCells, type RowReading, readingRow } from './row-cells.ts';

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

function read(cells: RowCells): KeptRow {
  const { ccn, padded } = facilityCodeIn(cells.text('facilityId'));
  const name = wordsIn(cells.text('facilityName'), 255);
  if (name === null) throw new CellError('is missing');
  const state = stateIn(cells.text('state'));
  const city = wordsIn(cells.text('city'), 100);
  const facilityType = wordsIn(cells.text('hospitalType'), 100);
  const ownership = wordsIn(cells.text('ownership'), 100);
  return {
    row: {
      ...noObservation,
      ccn,
      facilityName: readableName(name),
      state,
      city: city === null ? null : readableName(city),
      facilityType,
      ownership,
    },
    suppressed: false,
    remarks: { padded, windowDerived: false },
  };
}

/** A line of the file that says what kind of hospital each one is. Nothing in it can be suppressed. */
export const facilityRowOf = (heading: Heading, record: readonly string[]): RowReading => readingRow(heading, record, read);
