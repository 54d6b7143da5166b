// As a namespace in all of this package: bundlers then leave out of a thread's body what is not used.
import * as z from 'zod';
import { constraintSchema } from '../constraints.ts';

const id = z.string().min(1).max(200);

/** Days and slots: `slotsPerDay` is 2 for half-days, 1 for shifts or blocks. `firstWeekday` 0 is Monday. */
const gridSchema = z.strictObject({
  days: z.int().min(1).max(1500),
  slotsPerDay: z.int().min(1).max(24).default(1),
  firstWeekday: z.int().min(0).max(6).default(0),
  historyDays: z.int().min(0).max(60).default(0),
});

/** Somebody (or something) that does exactly one activity in every slot. */
const personSchema = z.strictObject({ id, groups: z.array(z.string()).default([]) });

/** What can stand in a cell. The first activity of a problem is rest: doing nothing. */
const activitySchema = z.strictObject({ id, title: z.string().optional() });

/** A cell by names: this person, in this slot, does this activity. */
export const cellSchema = z.strictObject({ person: id, slot: z.int(), activity: id });

/**
 * A scheduling problem as plain data: who, when, what, what is already decided, and the rules.
 * `fixed` cells never change. `history` cells (negative slots) are what happened before the horizon:
 * rules that look back see them, and a history cell that is not given counts as rest.
 */
export const problemSchema = z.strictObject({
  title: z.string().default(''),
  grid: gridSchema,
  people: z.array(personSchema).min(1).max(2000),
  activities: z.array(activitySchema).min(1).max(250),
  fixed: z.array(cellSchema).default([]),
  history: z.array(cellSchema).default([]),
  constraints: z.array(constraintSchema).default([]),
});

/** A validated problem, with every default filled in. */
export type Problem = z.infer<typeof problemSchema>;
/** A problem as a caller writes it, defaults left out. */
export type ProblemInput = z.input<typeof problemSchema>;
/** A cell by names. */
export type Cell = z.infer<typeof cellSchema>;
