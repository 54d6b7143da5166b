import { DomainError } from '../../kernel/errors.ts';

/** Columns we know by meaning; a file may name them in any of the ways the source has used over the years. */
const aliases = {
  facilityId: ['facility id', 'provider id', 'provider number', 'ccn'],
  facilityName: ['facility name', 'hospital name'],
  state: ['state'],
  city: ['city', 'city/town'],
  hospitalType: ['hospital type'],
  ownership: ['hospital ownership'],
  measure: ['measure name', 'measure', 'measure id'],
  fiscalYear: ['fiscal year'],
  discharges: ['number of discharges', 'discharges'],
  footnote: ['footnote'],
  ratio: ['excess readmission ratio'],
  predicted: ['predicted readmission rate', 'predicted rate'],
  expected: ['expected readmission rate', 'expected rate'],
  readmissions: ['number of readmissions', 'readmissions'],
  tooFew: ['too few to report'],
  start: ['start date', 'measure start date'],
  end: ['end date', 'measure end date'],
} as const;

/** What a column of a published file means, whatever its heading calls it. */
export type Field = keyof typeof aliases;

interface Form {
  readonly id: 'hrrp-long' | 'hrrp-yearly' | 'hospital-general-information';
  readonly title: string;
  readonly needs: readonly Field[];
}

const readmissions = ['facilityId', 'measure', 'discharges', 'ratio', 'predicted', 'expected', 'readmissions', 'start', 'end'] as const;

/** The forms an import understands, the most demanding first. */
const forms: readonly Form[] = [
  { id: 'hrrp-long', title: 'Readmissions (HRRP), several fiscal years in one file', needs: [...readmissions, 'fiscalYear'] },
  { id: 'hrrp-yearly', title: 'Readmissions (HRRP), one fiscal year as published', needs: readmissions },
  {
    id: 'hospital-general-information',
    title: 'Hospital General Information',
    needs: ['facilityId', 'facilityName', 'state', 'city', 'hospitalType', 'ownership'],
  },
];

/** A recognised heading: which form it is, and in which column each known field stands. */
export interface Heading {
  readonly form: Form;
  readonly columns: readonly string[];
  readonly at: Readonly<Partial<Record<Field, number>>>;
}

const normal = (name: string): string => name.trim().toLowerCase().replaceAll(/[\s_]+/g, ' ');

function places(columns: readonly string[]): Heading['at'] {
  const names = columns.map(normal);
  const at: Partial<Record<Field, number>> = {};
  for (const field of Object.keys(aliases) as Field[]) {
    const place = names.findIndex((name) => (aliases[field] as readonly string[]).includes(name));
    if (place >= 0) at[field] = place;
  }
  return at;
}

const spelled = (fields: readonly Field[]): string => fields.map((field) => `"${aliases[field][0]}"`).join(', ');

const shared = readmissions.filter((field) => forms.every(({ needs }) => needs.includes(field)));

/**
 * Recognises a file by its heading row.
 * @throws DomainError `invalid`, naming the columns that were expected and those that were found.
 */
export function recogniseHeading(columns: readonly string[]): Heading {
  const at = places(columns);
  const form = forms.find(({ needs }) => needs.every((field) => at[field] !== undefined));
  if (form) return { form, columns, at };
  const nearest = [...forms].sort((a, b) => missing(a, at).length - missing(b, at).length || b.needs.length - a.needs.length);
  const [best] = nearest;
  const lacking = best && missing(best, at).length < best.needs.length ? missing(best, at) : null;
  const found = columns.length > 0 ? columns.slice(0, 20).map((name) => `"${name.slice(0, 40)}"`).join(', ') : 'nothing';
  const because =
    best && lacking
      ? `It looks like ${best.title}, but lacks ${spelled(lacking)}.`
      : `Known are: ${forms.map(({ title }) => title).join('; ')}. Each has a column ${spelled(shared)}.`;
  throw new DomainError('invalid', `This file is none of the kinds that can be imported. ${because} Found: ${found}.`, {
    expected: best?.needs.map((field) => aliases[field][0]) ?? [],
    found: columns.slice(0, 50),
  });
}

const missing = ({ needs }: Form, at: Heading['at']): Field[] => needs.filter((field) => at[field] === undefined);
