import { sourceGuards } from '../guards.ts';
import { guardStep, taskStep } from './steps.ts';
import { describeTally, type Tally } from './tally.ts';
import { vitestStep } from './vitest.ts';

/** Takes a line for the person who watches. */
export type Say = (line: string) => void;

/** Says each outcome as soon as it is known, and gives it back. */
export function told(say: Say, tallies: readonly Tally[]): readonly Tally[] {
  for (const tally of tallies) say(describeTally(tally));
  return tallies;
}

/** What needs neither a database nor a browser: guards over the sources, types, unit tests. */
export async function sourceSteps(root: string, say: Say): Promise<readonly Tally[]> {
  // The declarations of the router come first: without them a fresh clone has imports that nobody can follow.
  const types = told(say, [await taskStep(root, 'types', ['types', 'typecheck'])]);
  const guards = await guardStep('source guards', sourceGuards, root, say);
  const units = told(say, await vitestStep(root, 'test'));
  return [...types, guards, ...units];
}
