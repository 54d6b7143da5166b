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

/** The types of everything. First of all: without the declarations of the router a fresh clone has imports that nobody can follow. */
export const typeSteps = async (root: string, say: Say): Promise<readonly Tally[]> => told(say, [await taskStep(root, 'types', ['types', 'typecheck'])]);

/** What needs neither a database nor a browser, once the types are there: guards over the sources, unit tests. */
export async function sourceSteps(root: string, say: Say): Promise<readonly Tally[]> {
  const guards = await guardStep('source guards', sourceGuards, root, say);
  const units = told(say, await vitestStep(root, 'test'));
  return [guards, ...units];
}
