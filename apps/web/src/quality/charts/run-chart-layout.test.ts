import { expect, test } from 'vitest';
import { layoutRunChart, type RunPoint, spreadLabels } from './run-chart-layout.ts';

const size = { width: 800, height: 300 };

function year(end: number, value: number | null, more: Partial<RunPoint> = {}): RunPoint {
  return {
    start: `${end}-01-01`,
    end: `${end}-12-31`,
    label: String(end),
    value,
    state: 'final',
    cases: 100,
    peers: { lower: 0.9, median: 1, upper: 1.1, count: 2000 },
    ...more,
  };
}

const nine = [2014, 2015, 2016, 2017, 2018, 2019, 2021, 2022, 2023].map((end, index) => year(end, 1 + index / 100));

test('the axis is time: a missing year takes its room and breaks line and band', () => {
  const layout = layoutRunChart(nine, size, 130);
  const xs = layout.points.map((point) => point.x);
  const ordinary = (xs[1] ?? 0) - (xs[0] ?? 0);
  const acrossGap = (xs[6] ?? 0) - (xs[5] ?? 0);
  expect(acrossGap / ordinary).toBeCloseTo(2, 1);
  expect(layout.lines.map((run) => run.length)).toEqual([6, 3]);
  expect(layout.bands.map((run) => run.length)).toEqual([6, 3]);
});

test('fewer than ten peers leave a hole in the band and their count in it', () => {
  const thin = nine.map((point, index) => (index === 2 ? year(2016, 1.02, { peers: { lower: null, median: null, upper: null, count: 8 } }) : point));
  const layout = layoutRunChart(thin, size, 130);
  expect(layout.bands.map((run) => run.length)).toEqual([2, 3, 3]);
  expect(layout.fewPeers.map((few) => few.count)).toEqual([8]);
});

test('nine peers are hidden even when the quartiles are known', () => {
  const layout = layoutRunChart([year(2020, 1, { peers: { lower: 0.9, median: 1, upper: 1.1, count: 9 } })], size, 130);
  expect(layout.bands).toEqual([]);
  expect(layout.fewPeers).toHaveLength(1);
});

test('a withheld point has no height, even when the source sent a value', () => {
  const layout = layoutRunChart([year(2020, 1), year(2021, 99, { state: 'suppressed' }), year(2022, 1.1)], size, 130);
  expect(layout.points[1]?.y).toBeNull();
  expect(layout.lines.map((run) => run.length)).toEqual([1, 1]);
  expect(Math.max(...layout.valueTicks.map((tick) => tick.value))).toBeLessThan(2);
});

test('higher values stand higher, inside the plot', () => {
  const { points, plot } = layoutRunChart(nine, size, 130);
  const ys = points.map((point) => point.y ?? Number.NaN);
  expect([...ys].sort((a, b) => b - a)).toEqual(ys);
  for (const y of ys) {
    expect(y).toBeGreaterThanOrEqual(plot.top);
    expect(y).toBeLessThanOrEqual(plot.bottom);
  }
});

test('one point, or none with a value, still gives a chart', () => {
  expect(layoutRunChart([year(2020, 1)], size, 130).points[0]?.x).toBeGreaterThan(0);
  expect(layoutRunChart([year(2020, null, { peers: null })], size, 130).lines).toEqual([]);
});

test('labels that would overlap move apart and keep their order', () => {
  const places = spreadLabels([100, 102, 50], 16);
  expect(places[2]).toBe(50);
  expect((places[1] ?? 0) - (places[0] ?? 0)).toBeGreaterThanOrEqual(16);
});
