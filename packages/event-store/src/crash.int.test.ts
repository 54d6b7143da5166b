import { expect, test } from 'vitest';
import { crashRun } from './testing/crash/run.ts';

test('nothing is lost, doubled or skipped however often database, writers, projector and listener are killed', { timeout: 180_000 }, async () => {
  const report = await crashRun({ kills: { postgres: 3, writer: 3, projector: 3, listener: 3 }, events: 2000, betweenMs: 700 });
  process.stdout.write(`lost ${report.lost}, duplicated ${report.duplicated}, gaps ${report.gaps}: ${JSON.stringify(report)}\n`);
  expect(report).toMatchObject({ lost: 0, duplicated: 0, gaps: 0 });
  expect(report.events).toBeGreaterThanOrEqual(2000);
  expect(report.confirmed).toBeLessThanOrEqual(report.events);
  expect(report.repeatsAbsorbed).toBeGreaterThan(0);
  for (const victim of ['postgres', 'writer', 'projector', 'listener'] as const) expect(report.kills[victim]).toBeGreaterThanOrEqual(3);
});
