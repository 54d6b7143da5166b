import { stripVTControlCharacters } from 'node:util';

/** The outcome of one part of a run. */
export interface Tally {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
  /** What a person needs to see of the failures; empty when there are none. */
  readonly trouble: string;
  /** Which tests failed, and in one line why: said again at the very end, for a long output is often read only there. */
  readonly culprits?: readonly string[];
}

/** A failed test and the first line of its reason. */
export const culprit = (title: string, reason: string | undefined): string =>
  `${title}: ${stripVTControlCharacters(reason ?? '').trim().split('\n')[0] || 'no reason given'}`;

/** A part that could not say what it had done counts as one failure. */
export const broken = (name: string, seconds: number, trouble: string): Tally => ({
  name,
  passed: 0,
  failed: 1,
  skipped: 0,
  seconds,
  trouble,
});

export interface Total {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const totalOf = (tallies: readonly Tally[]): Total => ({
  passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
  failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
  skipped: tallies.reduce((sum, { skipped }) => sum + skipped, 0),
});

/** `12 passed, 0 failed`, and `, 3 skipped` only when something was. */
export const counts = ({ passed, failed, skipped }: Total): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** A run is good when something passed and nothing failed. */
export const isGood = ({ passed, failed }: Total): boolean => failed === 0 && passed > 0;

/** The failed tests of a part, a line each. */
export const culpritLines = ({ culprits = [] }: Tally): readonly string[] => culprits.map((line) => `          ${line}`);

/** One line for a part, and what went wrong below it. */
export function describeTally(tally: Tally): string {
  const mark = tally.failed > 0 ? 'FAIL' : 'ok  ';
  const line = [`  ${mark}  ${tally.name}: ${counts(tally)} (${tally.seconds.toFixed(1)} s)`, ...culpritLines(tally)].join('\n');
  return tally.trouble === '' ? line : `${line}\n${tally.trouble.trimEnd()}\n`;
}
