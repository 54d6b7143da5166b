import { describe, expect, it } from 'vitest';
import { checkSchedule } from './check.ts';
import { generateHalfDays } from './generate.ts';
import { requireProblem } from './problem.ts';
import { runHere } from './run.ts';
import type { Progress } from './run.ts';
import { runInThreads } from './run-node.ts';
import { differences } from './schedule.ts';

const block = generateHalfDays(24);
const small = requireProblem({
  grid: { days: 14, historyDays: 2 },
  people: ['Ada', 'Ben', 'Cid', 'Dot'].map((id) => ({ id })),
  activities: [{ id: 'off' }, { id: 'day' }, { id: 'night' }],
  fixed: [{ person: 'Ada', slot: 3, activity: 'night' }],
  constraints: [
    { id: 'days', type: 'capacity', level: 'hard', params: { activities: ['day'], needs: [{ min: 1, target: 2 }] } },
    { id: 'nights', type: 'capacity', level: 'hard', params: { activities: ['night'], needs: [{ min: 1, max: 1 }] } },
    { id: 'rest', type: 'forbiddenSequence', level: 'hard', params: { steps: [{ activities: ['night'] }, { activities: ['day'] }] } },
    { id: 'fair', type: 'balance', level: 'soft', weight: 2, params: { activities: ['night'], total: 14 } },
    { id: 'breaks', type: 'windowFree', level: 'hard', params: { work: ['day', 'night'], days: 6 } },
  ],
});

/** Rules that column generation can walk: nothing rolls. */
const roster = requireProblem({
  grid: { days: 14 },
  people: ['Ada', 'Ben', 'Cid', 'Dot', 'Eli', 'Fay'].map((id) => ({ id })),
  activities: [{ id: 'off' }, { id: 'early' }, { id: 'late' }],
  constraints: [
    { id: 'early', type: 'capacity', level: 'soft', weight: 10, params: { activities: ['early'], needs: [{ min: 2, max: 2 }] } },
    { id: 'late', type: 'capacity', level: 'soft', weight: 10, params: { activities: ['late'], needs: [{ min: 1, max: 1 }] } },
    { id: 'rest', type: 'forbiddenSequence', level: 'hard', params: { steps: [{ activities: ['late'] }, { activities: ['early'] }] } },
    { id: 'runs', type: 'consecutive', level: 'hard', params: { activities: ['early', 'late'], of: 'on', min: 2, max: 4 } },
    { id: 'hours', type: 'windowSum', level: 'hard', params: { values: { early: 8, late: 8 }, days: 14, min: 40, max: 64 } },
    { id: 'wishes', type: 'preference', level: 'soft', params: { items: ['Ada', 'Cid', 'Eli'].map((person, k) => ({ person, fromSlot: 3 * k, toSlot: 3 * k + 2, activities: ['late'], cost: 3 })) } },
  ],
});

describe('runHere', () => {
  it('gives the same schedule for the same seed and number of moves, 20 times out of 20', async () => {
    const results: string[] = [];
    for (let k = 0; k < 20; k++) results.push(JSON.stringify((await runHere({ problem: small, seed: 5, iterations: 6_000 })).schedule));
    expect(new Set(results).size).toBe(1);
    const other = await runHere({ problem: small, seed: 6, iterations: 6_000 });
    expect(JSON.stringify(other.schedule)).not.toBe(results[0]);
  });

  it('keeps pins and hard rules, and reports what the checker finds', async () => {
    const result = await runHere({ problem: small, seed: 1, iterations: 60_000 });
    expect(result.schedule['Ada']?.[3]).toBe('night');
    expect(checkSchedule(small, result.schedule)).toMatchObject({ hard: 0, soft: result.soft });
    expect(result.hard).toBe(0);
  });

  it('reaches a feasible block, and polishing never makes a schedule worse', async () => {
    const searched = await runHere({ problem: block, seed: 1, iterations: 300_000 });
    expect(searched.hard).toBe(0);
    const rough = await runHere({ problem: small, seed: 4, iterations: 1_024 });
    const polished = await runHere({ problem: small, seed: 4, iterations: 1_024, polishRounds: 4 });
    expect(polished.hard * 1e6 + polished.soft).toBeLessThanOrEqual(rough.hard * 1e6 + rough.soft);
    expect(checkSchedule(small, polished.schedule)).toMatchObject({ hard: polished.hard, soft: polished.soft });
  });

  it('generates columns from the first round of polishing on', async () => {
    const rough = await runHere({ problem: roster, seed: 2, iterations: 1_024 });
    const polished = await runHere({ problem: roster, seed: 2, iterations: 1_024, polishRounds: 1 });
    expect(rough.bound).toBeNull();
    expect(polished.hard).toBe(0);
    expect(polished.soft).toBeLessThan(rough.soft);
    expect(polished.bound).toBeLessThanOrEqual(polished.soft);
    expect(checkSchedule(roster, polished.schedule)).toMatchObject({ hard: 0, soft: polished.soft });
  });

  it('leaves a schedule alone in which nothing may change', async () => {
    const fixed = small.people.flatMap(({ id }, person) => Array.from({ length: 14 }, (_, slot) => ({ person: id, slot, activity: person === slot % 4 ? 'night' : 'off' })));
    const given = requireProblem({ ...small, fixed });
    const { schedule } = await runHere({ problem: given, seed: 1, iterations: 4_096 });
    expect(fixed.every(({ person, slot, activity }) => schedule[person]?.[slot] === activity)).toBe(true);
  });

  it('refuses changes that cost parts of a point', async () => {
    const { schedule } = await runHere({ problem: small, seed: 1, iterations: 1_024 });
    await expect(runHere({ problem: small, seed: 1, iterations: 1_024, published: schedule, changeCost: 0.5 })).rejects.toThrow('A change can cost 1, 2, 3 points');
  });

  it('stops early with the best so far, and throws when cancelled', async () => {
    const stop = new AbortController();
    const seen: Progress[] = [];
    const running = runHere({ problem: block, seed: 1, seconds: 60, bound: 58 }, { stop: stop.signal, onProgress: (progress) => { seen.push(progress); if (seen.length === 2) stop.abort(); } });
    const result = await running;
    expect(result.stopped).toBe(true);
    expect(seen[1]!.byRule.reduce((sum, rule) => sum + rule.soft, 0)).toBe(seen[1]!.soft);
    expect(seen[1]!.gap).toBeCloseTo((seen[1]!.soft - 58) / seen[1]!.soft);
    const cancelled = runHere({ problem: block, seed: 1, seconds: 60 }, { cancel: AbortSignal.timeout(100) });
    await expect(cancelled).rejects.toThrow(/timeout|aborted/i);
  });

  it('mends a published schedule after an absence with few changes and leaves frozen days alone', async () => {
    const published = await runHere({ problem: block, seed: 5, iterations: 350_000 });
    const away = { id: 'sick', title: 'Sick leave', type: 'absence', level: 'hard', weight: 1, params: { items: [{ person: 'R1', fromSlot: 20, toSlot: 24, activities: ['off'] }] } } as const;
    const changed = requireProblem({ ...block, constraints: [...block.constraints, away] });
    const mended = await runHere({ problem: changed, seed: 3, iterations: 100_000, published: published.schedule, changeCost: 5, freezeBeforeDay: 9 });
    const cells = differences(changed, published.schedule, mended.schedule);
    expect(mended.hard).toBe(0);
    expect(cells.length).toBeLessThan(0.02 * block.people.length * 56);
    expect(Math.min(...cells.map((cell) => cell.slot))).toBeGreaterThanOrEqual(18);
  });
});

describe('runInThreads', () => {
  it('gives the same roster twice when it generates columns, with the bound that was proved', async () => {
    const request = { problem: roster, seed: 5, iterations: 2_048, polishRounds: 2 };
    const [first, second] = [await runInThreads(request), await runInThreads(request)];
    expect(JSON.stringify(second.schedule)).toBe(JSON.stringify(first.schedule));
    expect(checkSchedule(roster, first.schedule)).toMatchObject({ hard: 0, soft: first.soft });
    expect(first.bound).toBe(second.bound);
    expect(first.bound).toBeLessThanOrEqual(first.soft);
  }, 60_000);

  it('stops all threads at once and keeps the best', async () => {
    const stop = new AbortController();
    const result = await runInThreads({ problem: block, seed: 1, seconds: 300 }, { stop: stop.signal, onProgress: () => stop.abort() });
    expect(result.stopped).toBe(true);
    expect(checkSchedule(block, result.schedule).soft).toBe(result.soft);
  }, 60_000);
});
