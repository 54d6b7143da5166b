import type { Say } from './source-steps.ts';
import { counts, culpritLines, isGood, type Tally, totalOf } from './tally.ts';

/** Sums a run up. The last line reads `12 passed, 0 failed`; the exit code says the same. */
export function finish(tallies: readonly Tally[], started: number, say: Say): void {
  const total = totalOf(tallies);
  const failed = tallies.filter((tally) => tally.failed > 0);
  say('');
  for (const tally of failed) [`Failed: ${tally.name} (${counts(tally)})`, ...culpritLines(tally)].forEach(say);
  if (total.passed === 0) say('Nothing has passed, so nothing has been shown to work.');
  say(`Took ${((performance.now() - started) / 1000).toFixed(0)} s.`);
  say(counts(total));
  process.exitCode = isGood(total) ? 0 : 1;
}
