import { scaleLinear } from 'd3-scale';

/** How many peers have a value from `from` up to `to`. */
export interface PeerBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Where all facilities of the group stood in one period, as the server sends it. */
export interface PeerDistribution {
  readonly periodLabel: string;
  readonly total: number;
  readonly reported: number;
  readonly bins: readonly PeerBin[];
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  /** Our own facilities; `isThis` is the one the page is about. */
  readonly own: readonly { readonly facilityId: string; readonly name: string; readonly value: number; readonly isThis: boolean }[];
}

export interface DotColumn {
  readonly x: number;
  readonly dots: number;
}

export interface HistogramLayout {
  readonly columns: readonly DotColumn[];
  /** How many peers one dot stands for. */
  readonly perDot: number;
  readonly at: (value: number) => number;
  readonly ticks: readonly { readonly x: number; readonly value: number }[];
}

/** A column of more dots would leave the picture. */
const MOST_DOTS = 8;

/** Dots in columns, one for one peer while they fit, otherwise for a round number of them. */
export function layoutHistogram({ bins, own }: Pick<PeerDistribution, 'bins' | 'own'>, width: number): HistogramLayout {
  const edges = [...bins.flatMap((bin) => [bin.from, bin.to]), ...own.map((facility) => facility.value)];
  const x = scaleLinear([Math.min(...edges), Math.max(...edges)], [12, width - 12]);
  const most = Math.max(0, ...bins.map((bin) => bin.count));
  const perDot = roundUp(most / MOST_DOTS);
  return {
    perDot,
    columns: bins.filter((bin) => bin.count > 0).map((bin) => ({ x: x((bin.from + bin.to) / 2), dots: Math.max(1, Math.round(bin.count / perDot)) })),
    at: (value) => x(value),
    ticks: x.ticks(5).map((value) => ({ value, x: x(value) })),
  };
}

function roundUp(count: number): number {
  if (count <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(count));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= count) ?? count;
}
