import * as z from 'zod';

/** A slot number on the grid: 0 is the first slot planned, negative numbers lie in the history. */
const slotNumber = z.int();

/** Which people a rule speaks of: the named ones, or all members of the named groups; both absent means everybody. */
export const peopleSelector = z.strictObject({
  ids: z.array(z.string()).optional(),
  groups: z.array(z.string()).optional(),
});

/** Which slots a rule speaks of. Every part given must hold; days and slots are half-open ranges [from, to). */
export const slotSelector = z.strictObject({
  slots: z.array(slotNumber).optional(),
  fromDay: z.int().optional(),
  toDay: z.int().optional(),
  days: z.array(z.int()).optional(),
  weekdays: z.array(z.int().min(0).max(6)).optional(),
  slotsOfDay: z.array(z.int().min(0)).optional(),
});

/** People selected by identifier or by group. */
export type PeopleSelector = z.infer<typeof peopleSelector>;
/** Slots selected by number, day, weekday or position in the day. */
export type SlotSelector = z.infer<typeof slotSelector>;

/** Names of activities; a rule that lists an unknown one is refused with its path. */
export const activityNames = z.array(z.string()).min(1);
