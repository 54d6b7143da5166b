import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findImpossibleSlots } from '@wardwright/engine/explain';
import { generateHalfDays } from '@wardwright/engine/generate';
import { lower } from '@wardwright/engine/lower';
import { measure } from './measure.ts';

/** What a run in a process of its own is told, as JSON in its first argument. */
export interface Task {
  readonly residents: number;
  readonly days: number;
  readonly seconds: number;
  readonly threads: number;
  /** Whether it does nothing but search. */
  readonly onlySearches?: boolean;
}

/** What it prints. */
export interface Alone {
  readonly impossible: number;
  readonly hard: number;
  readonly soft: number;
  /** What no schedule without hard violations costs less than; null if nothing was proved. */
  readonly bound: number | null;
  /** Seconds from the call until a progress report without hard violations; null if none came. */
  readonly feasibleAfter: number | null;
  readonly speed: number;
  readonly searchSpeed: number;
  readonly memory: number;
  readonly wall: number;
  readonly share: number;
  readonly stolen: number | null;
}

const { residents, days, seconds, threads, onlySearches = false } = JSON.parse(process.argv[2] ?? '{}') as Task;
const body = pathToFileURL(path.join(import.meta.dirname, 'thread-node.mjs'));
const problem = generateHalfDays(residents, { days });
const { result, ...run } = await measure(problem, seconds, { body, threads, onlySearches });
const answer: Alone = { ...run, bound: result.bound, memory: run.peak, impossible: findImpossibleSlots(lower(problem)).length };
process.stdout.write(JSON.stringify(answer));
