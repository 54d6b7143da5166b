import { expect, test } from 'vitest';
import { layoutHistogram, type PeerBin } from './peer-histogram-layout.ts';

const bins = (counts: readonly number[]): PeerBin[] => counts.map((count, index) => ({ from: index, to: index + 1, count }));

test('few peers are one dot each', () => {
  const layout = layoutHistogram({ bins: bins([1, 0, 3]), own: [] }, 254);
  expect(layout.perDot).toBe(1);
  expect(layout.columns.map((column) => column.dots)).toEqual([1, 3]);
});

test('thousands of peers share dots of a round number, and no column is lost', () => {
  const layout = layoutHistogram({ bins: bins([3, 900, 1400, 500]), own: [] }, 254);
  expect(layout.perDot).toBe(200);
  expect(Math.max(...layout.columns.map((column) => column.dots))).toBeLessThanOrEqual(8);
  expect(layout.columns[0]?.dots).toBe(1);
});

test('ours is on the picture even when it lies outside all peers', () => {
  const own = [{ facilityId: 'a', name: 'Larkmoor', value: 9, isThis: true }];
  const layout = layoutHistogram({ bins: bins([2, 2]), own }, 254);
  expect(layout.at(9)).toBeLessThanOrEqual(242);
});
