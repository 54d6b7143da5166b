/**
 * Documented names whose digit follows an underscore cannot be told from names where it does not
 * (`s3_bucket` against `reminder_days_180`), so the few of the second kind are listed.
 */
const exceptions: ReadonlyMap<string, string> = new Map([
  ['reminderDays7', 'reminder_days_7'],
  ['reminderDays14', 'reminder_days_14'],
  ['reminderDays30', 'reminder_days_30'],
  ['reminderDays90', 'reminder_days_90'],
  ['reminderDays180', 'reminder_days_180'],
  ['reminder7Sent', 'reminder_7_sent'],
  ['reminder14Sent', 'reminder_14_sent'],
  ['reminder30Sent', 'reminder_30_sent'],
  ['reminder90Sent', 'reminder_90_sent'],
  ['reminder180Sent', 'reminder_180_sent'],
  ['shiftReminder1h', 'shift_reminder_1h'],
  ['shiftReminder24h', 'shift_reminder_24h'],
  ['pcsSeason50Percent', 'pcs_season_50_percent'],
]);
const exceptionsBack: ReadonlyMap<string, string> = new Map([...exceptions].map(([camel, snake]) => [snake, camel]));

const remember = (translate: (name: string) => string) => {
  const known = new Map<string, string>();
  return (name: string): string => {
    const seen = known.get(name);
    if (seen !== undefined) return seen;
    const made = translate(name);
    known.set(name, made);
    return made;
  };
};

/** `createdAt` to `created_at`: the name a column has in SQL. */
export const toSnake = remember(
  (name) => exceptions.get(name) ?? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
);

/** `created_at` to `createdAt`: the name a column has in code. */
export const toCamel = remember(
  (name) =>
    exceptionsBack.get(name) ?? name.replaceAll(/(?<=[a-z0-9])_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Rows of one answer have the same columns, so their names are worked out once. */
function camelRows(rows: readonly unknown[]): unknown[] {
  const [first] = rows;
  if (!isRecord(first)) return [...rows];
  const columns = Object.keys(first);
  const names = columns.map(toCamel);
  return rows.map((row) => {
    if (!isRecord(row)) return row;
    const named: Record<string, unknown> = {};
    for (let at = 0; at < columns.length; at += 1) named[names[at] ?? ''] = row[columns[at] ?? ''];
    return named;
  });
}

/** Knex settings that let all code say camelCase while the database keeps its documented snake_case. */
export const columnNameMappers = {
  wrapIdentifier(identifier: string, wrap: (name: string) => string): string {
    const split = identifier.lastIndexOf(':') + 1;
    return wrap(identifier.slice(0, split) + toSnake(identifier.slice(split)));
  },
  postProcessResponse(result: unknown): unknown {
    if (Array.isArray(result)) return camelRows(result);
    if (!isRecord(result)) return result;
    if (!Array.isArray(result['rows'])) return camelRows([result])[0];
    result['rows'] = camelRows(result['rows']);
    return result;
  },
};
