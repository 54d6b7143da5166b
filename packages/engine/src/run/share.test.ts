import { describe, expect, it } from 'vitest';
import { generateHalfDays } from '../generate.ts';
import { lower } from '../lower.ts';
import { roster } from '../testing/roster.ts';
import type { Kind } from './share.ts';
import { isHurried, polishShareOf, wantsPolish } from './share.ts';

const BLOCK = generateHalfDays(24);
const LOWERED = lower(BLOCK);

const share = (kind: Kind, seconds: number): number => polishShareOf({ problem: BLOCK, seed: 1, seconds, polishShare: 'fitting' }, LOWERED, kind);

describe('share of polishing', () => {
  it.each([
    ['parts', 10, 0], ['parts', 20, 0.496], ['parts', 600, 0.85], ['whole', 20, 0.798], ['whole', 600, 0.95],
    ['rows', 10, 0], ['rows', 60, 0.95], ['supported rows', 60, 0.95], ['supported rows', 21, 0.856], ['supported rows', 10, 0.85], ['supported rows', 5, 0.758],
    ['stretches', 1, 0], ['stretches', 1.5, 0.731], ['stretches', 60, 0.85],
  ] as const)('%s in %d s: %d', (kind, seconds, expected) => {
    expect(share(kind, seconds)).toBeCloseTo(expected, 3);
  });

  it.each([[10, 0.85], [20, 0.925], [60, 0.95]])('leaves a second and a half of %d to search a few cells before their rows are priced', (seconds, expected) => {
    const problem = roster(5);
    expect(polishShareOf({ problem, seed: 1, seconds, polishShare: 'fitting' }, lower(problem), 'rows')).toBeCloseTo(expected, 6);
  });

  it('leaves less to search in a hurry: few people, a short time for each cell, and a clock', () => {
    const problem = roster(5, Array.from('abcdefghij'));
    const lowered = lower(problem);
    const { people, slots, history } = lowered.frame;
    const seconds = 0.03 * people * (slots - history);
    const request = { problem, seed: 1, seconds, polishShare: 'fitting' } as const;
    expect(isHurried(request, lowered.frame)).toBe(true);
    expect(isHurried({ ...request, seconds: 2 * seconds }, lowered.frame)).toBe(false);
    expect(isHurried({ ...request, iterations: 9 }, lowered.frame)).toBe(false);
    expect(isHurried({ ...request, seconds: seconds / 4 }, lowered.frame)).toBe(false);
    expect(isHurried({ ...request, seconds: 2 * seconds }, { ...lowered.frame, people: 16 })).toBe(false);
    expect(seconds * (1 - polishShareOf(request, lowered, 'rows'))).toBeCloseTo(1, 6);
    expect(2 * seconds * (1 - polishShareOf({ ...request, seconds: 2 * seconds }, lowered, 'rows'))).toBeCloseTo(1.5, 6);
  });

  it('is what was asked for, and nothing in a run by moves', () => {
    expect(polishShareOf({ problem: BLOCK, seed: 1, seconds: 3, polishShare: 0.4 }, LOWERED, 'parts')).toBe(0.4);
    expect(polishShareOf({ problem: BLOCK, seed: 1, iterations: 9, polishShare: 'fitting' }, LOWERED, 'rows')).toBe(0);
  });

  it('needs the exact solver where polishing was asked for, or pays', () => {
    expect(wantsPolish({ problem: BLOCK, seed: 1, iterations: 9, polishRounds: 1 })).toBe(true);
    expect(wantsPolish({ problem: BLOCK, seed: 1, iterations: 9 })).toBe(false);
    expect(wantsPolish({ problem: BLOCK, seed: 1, seconds: 1, polishShare: 0.1 })).toBe(true);
    expect(wantsPolish({ problem: BLOCK, seed: 1, seconds: 1, polishShare: 'fitting' })).toBe(false);
    expect(wantsPolish({ problem: BLOCK, seed: 1, seconds: 1.5, polishShare: 'fitting' })).toBe(true);
  });
});
