import type { ColumnForm } from '../forms.ts';

/** Numbers people by their loads, and names the first person of each kind. */
export function kindsOf(forms: readonly ColumnForm[], people: number, activities: number): { kind: Uint16Array; first: number[] } {
  const known = new Map<string, number>();
  const first: number[] = [];
  const kind = Uint16Array.from({ length: people }, (_, person) => {
    const key = forms.map((form) => form.load.subarray(person * activities, (person + 1) * activities).join()).join(';');
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, first.length);
    return first.push(person) - 1;
  });
  return { kind, first };
}

/** The places of each row that are not 0, one after the other: row r has positions [start of r, start of r + 1). */
export function listed(rows: readonly (readonly number[])[]): { start: Int32Array; place: Int32Array; load: Int32Array } {
  const start = new Int32Array(rows.length + 1);
  const place: number[] = [];
  const load: number[] = [];
  rows.forEach((row, r) => {
    row.forEach((value, at) => {
      if (value === 0) return;
      place.push(at);
      load.push(value);
    });
    start[r + 1] = place.length;
  });
  return { start, place: Int32Array.from(place), load: Int32Array.from(load) };
}

/** (row, activity): 1 if no form counts both the row's activity and this one for people of the row's kind. */
export function apartOf(loads: readonly (readonly number[])[], activities: number): Uint8Array {
  return Uint8Array.from({ length: loads.length * activities }, (_, at) => {
    const row = Math.floor(at / activities);
    const other = row - (row % activities) + (at % activities);
    return loads[row]?.every((load, form) => load === 0 || loads[other]?.[form] === 0) === true ? 1 : 0;
  });
}
