import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { planSmallWard } from './small-ward.ts';

it('plans the ward of the README', async () => {
  const { impossible, result, judged, complaints, why } = await planSmallWard();
  expect(impossible).toEqual([]);
  expect(result.hard).toBe(0);
  expect(judged).toMatchObject({ hard: 0, soft: result.soft });
  expect(result.schedule['Cid']?.slice(5, 10)).toEqual(Array.from({ length: 5 }, () => 'leave'));
  expect(result.schedule['Ben']?.[0]).toBe('early');
  expect(complaints.length > 0).toBe(result.soft > 0);
  expect(why.alternatives.length).toBeGreaterThan(0);
  expect(why.alternatives.every((other) => other.hard > 0 || other.soft >= 0)).toBe(true);
}, 20_000);

it('is printed in the README as it is run', () => {
  const shown = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const code = readFileSync(new URL('./small-ward.ts', import.meta.url), 'utf8').replaceAll("'../", "'@wardwright/engine/").replaceAll(".ts'", "'");
  expect(shown).toContain(code.trim());
});
