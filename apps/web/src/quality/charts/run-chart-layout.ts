import { scaleLinear } from 'd3-scale';
import { unbrokenRuns } from './runs.ts';

/** Where the peers of one period stand; the quartiles are null where they must not be shown. */
export interface PeerSpread {
  readonly lower: number | null;
  readonly median: number | null;
  readonly upper: number | null;
  readonly count: number;
}

/** One period of the chart. `start` and `end` are plain dates; a missing period simply has no point. */
export interface RunPoint {
  readonly start: string;
  readonly end: string;
  /** The period as the source names it. */
  readonly label: string;
  readonly value: number | null;
  readonly state: 'final' | 'provisional' | 'suppressed';
  readonly cases: number | null;
  /** What the source says about the period, in words. */
  readonly note?: string | null;
  readonly peers: PeerSpread | null;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface PlacedPoint {
  readonly point: RunPoint;
  readonly x: number;
  /** Null where there is nothing to draw on the value axis. */
  readonly y: number | null;
}

export interface BandSpot {
  readonly x: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

export interface RunChartLayout {
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly points: readonly PlacedPoint[];
  readonly lines: readonly (readonly PlacedPoint[])[];
  readonly bands: readonly (readonly BandSpot[])[];
  /** Places where too few peers reported, with their count. */
  readonly fewPeers: readonly { readonly x: number; readonly y: number; readonly count: number }[];
  readonly valueTicks: readonly { readonly y: number; readonly value: number }[];
  readonly timeTicks: readonly { readonly x: number; readonly point: RunPoint }[];
}

/** Fewer peers than this are not shown as a band; the count is printed instead. */
export const BAND_PEERS = 10;
/** Room for one label under the axis. */
const TICK_ROOM = 64;
/** Room for "8 peers" between two bands; with less it goes to the foot of the plot. */
const COUNT_ROOM = 28;
/** Two points further apart than this many usual steps have a period missing between them. */
const GAP_STEPS = 1.5;

function day(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function middle(point: RunPoint): number {
  return (day(point.start) + day(point.end)) / 2;
}

/** The usual distance between neighbouring periods, so that a missing one is noticed. */
function usualStep(points: readonly RunPoint[]): number {
  const steps = points.slice(1).map((point, index) => middle(point) - middle(points[index] ?? point));
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? 1;
}

interface ShownSpread {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

/** The quartiles of a period, when enough peers reported for them to be shown. */
export function shownSpread({ peers }: Pick<RunPoint, 'peers'>): ShownSpread | null {
  if (peers === null || peers.count < BAND_PEERS) return null;
  const { lower, median, upper } = peers;
  return lower === null || median === null || upper === null ? null : { lower, median, upper };
}

function valueRange(points: readonly RunPoint[]): [number, number] {
  const values = points.flatMap((point) => {
    const spread = shownSpread(point);
    return [point.state === 'suppressed' ? null : point.value, spread?.lower ?? null, spread?.upper ?? null];
  });
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return [0, 1];
  const low = Math.min(...known);
  const high = Math.max(...known);
  const air = (high - low || Math.abs(high) || 1) * 0.03;
  return [low - air, high + air];
}

/** The count of a thin period is printed where the band would have run. */
function nearestMedian(points: readonly RunPoint[], thin: RunPoint): number | null {
  const distance = (point: RunPoint): number => Math.abs(middle(point) - middle(thin));
  const shown = points.filter((point) => shownSpread(point) !== null).sort((a, b) => distance(a) - distance(b));
  return shown[0]?.peers?.median ?? null;
}

function timeTicks(points: readonly PlacedPoint[], room: number): RunChartLayout['timeTicks'] {
  const every = Math.max(1, Math.ceil((points.length * TICK_ROOM) / Math.max(1, room)));
  return points.filter((_, index) => (points.length - 1 - index) % every === 0).map(({ x, point }) => ({ x, point }));
}

/** Places every part of a run chart on a time axis; pure, so that the numbers can be tested without a screen. */
export function layoutRunChart(points: readonly RunPoint[], size: Size, labelRoom: number): RunChartLayout {
  const plot = { left: 40, right: size.width - labelRoom, top: 10, bottom: size.height - 26 };
  const times = points.map(middle);
  const x = scaleLinear([Math.min(...times), Math.max(...times)], [plot.left + 12, plot.right - 12]);
  const y = scaleLinear(valueRange(points), [plot.bottom, plot.top]).nice(4);
  const step = usualStep(points);
  const placed = points.map((point): PlacedPoint => ({
    point,
    x: points.length === 1 ? (plot.left + plot.right) / 2 : x(middle(point)),
    y: point.value === null || point.state === 'suppressed' ? null : y(point.value),
  }));
  const neighbours = (a: PlacedPoint, b: PlacedPoint): boolean => middle(b.point) - middle(a.point) <= step * GAP_STEPS;
  const stepWidth = points.length < 2 ? Number.POSITIVE_INFINITY : (plot.right - plot.left) / (points.length - 1);
  const band = ({ x: at, point }: PlacedPoint): BandSpot[] => {
    const spread = shownSpread(point);
    return spread === null ? [] : [{ x: at, lower: y(spread.lower), median: y(spread.median), upper: y(spread.upper) }];
  };
  return {
    plot,
    points: placed,
    lines: unbrokenRuns(placed, (spot) => spot.y !== null, neighbours),
    bands: unbrokenRuns(placed, ({ point }) => shownSpread(point) !== null, neighbours).map((run) => run.flatMap(band)),
    fewPeers: placed
      .filter(({ point }) => point.peers !== null && shownSpread(point) === null)
      .map((spot) => ({ x: spot.x, y: stepWidth < COUNT_ROOM ? plot.bottom - 10 : y(nearestMedian(points, spot.point) ?? 0), count: spot.point.peers?.count ?? 0 })),
    valueTicks: y.ticks(4).map((value) => ({ value, y: y(value) })),
    timeTicks: timeTicks(placed, plot.right - plot.left),
  };
}

/** Moves labels apart that would print over each other, keeping their order; `gap` is one line of text. */
export function spreadLabels(wanted: readonly number[], gap: number): number[] {
  const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  for (let pass = 0; pass < order.length; pass += 1) {
    for (let i = 1; i < order.length; i += 1) {
      const above = order[i - 1];
      const below = order[i];
      if (!above || !below || below.y - above.y >= gap) continue;
      const shift = (gap - (below.y - above.y)) / 2;
      above.y -= shift;
      below.y += shift;
    }
  }
  const result = [...wanted];
  for (const { y, index } of order) result[index] = y;
  return result;
}
