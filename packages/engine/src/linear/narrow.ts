import type { Form } from '../forms.ts';
import type { Lowered } from '../lower.ts';

/** Who and when a part of a problem is about. */
interface Extent {
  readonly people: Uint8Array;
  readonly slots: Uint8Array;
}

function extentOf({ frame }: Lowered, free: Uint8Array): Extent {
  const people = new Uint8Array(frame.people);
  const slots = new Uint8Array(frame.slots);
  free.forEach((bit, at) => {
    if (bit === 0) return;
    people[Math.floor(at / frame.slots)] = 1;
    slots[at % frame.slots] = 1;
  });
  return { people, slots };
}

function narrowed(form: Form, { people, slots }: Extent): Form {
  if (form.kind === 'column') return { ...form, needs: form.needs.filter((need) => slots[need.slot] === 1) };
  const rows = form.people.flatMap((person, row) => (people[person] === 1 ? [row] : []));
  const chosen = rows.map((row) => form.people[row] as number);
  if (form.kind === 'pattern') return { ...form, people: chosen, starts: form.starts.filter((start) => form.offsets.some((offset) => slots[start + offset] === 1)) };
  if (form.kind === 'unit') return { ...form, people: chosen };
  const windows = form.windows.flatMap((window, w) => (slots.subarray(window.from, window.to).includes(1) ? [w] : []));
  const pick = (limits: Float64Array): Float64Array =>
    Float64Array.from(rows.flatMap((row) => windows.map((w) => limits[row * form.windows.length + w] as number)));
  return { ...form, people: chosen, windows: windows.map((w) => form.windows[w] as { from: number; to: number }), min: pick(form.min), max: pick(form.max) };
}

/**
 * The rules that can feel a change of the free cells. What is left out is constant, so a model of the rest has the same
 * best solutions; only its offset lacks what the constants cost.
 */
export function narrow(lowered: Lowered, free: Uint8Array): Lowered {
  const extent = extentOf(lowered, free);
  const { slots } = lowered.frame;
  const forms = lowered.forms.map((form) => narrowed(form, extent));
  return {
    ...lowered,
    cells: lowered.cells.filter((cell) => free[cell.person * slots + cell.slot] === 1),
    forms: forms.filter((form) => (form.kind === 'column' ? form.needs.length > 0 : form.people.length > 0)),
  };
}
