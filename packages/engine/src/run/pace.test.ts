import { describe, expect, it } from 'vitest';
import { generateHalfDays } from '../generate.ts';
import type { FromThread, ToThread } from './messages.ts';
import { Pace } from './pace.ts';
import { Solver } from './solver.ts';
import { serveThread } from './thread.ts';

const problem = generateHalfDays(24);

describe('pace', () => {
  it('begins at nothing however long it took to make ready, and ends where the search ends', () => {
    const solver = new Solver({ problem, seed: 1, seconds: 2 });
    let now = 0.5;
    Object.defineProperty(solver, 'seconds', { get: () => now });
    const pace = new Pace({ problem, seed: 1, seconds: 2 }, solver);
    const searched = [0.5, 1.25, 2, 3].map((seconds) => {
      now = seconds;
      return pace.searched;
    });
    expect(searched).toEqual([0, 0.5, 1, 1]);
    expect(new Pace({ problem, seed: 1, seconds: 2 }, solver).searched).toBe(1);
  });
});

describe('a thread', () => {
  it('tells where it stands though the parts of its search are shorter than the time between two tellings', async () => {
    const said: FromThread[] = [];
    let tell: (message: ToThread) => void = () => undefined;
    await new Promise<void>((resolve) => {
      serveThread({
        listen: (listener) => (tell = listener),
        post: (message) => {
          said.push(message);
          if (message.type === 'done' || message.type === 'failed') resolve();
        },
      });
      tell({ type: 'start', request: { problem, seed: 1, seconds: 0.9 }, index: 0, threads: 1, control: null, waited: 0 });
    });
    expect(said.at(-1)).toMatchObject({ type: 'done' });
    expect(said.filter(({ type }) => type === 'progress').length).toBeGreaterThan(0);
  });
});
