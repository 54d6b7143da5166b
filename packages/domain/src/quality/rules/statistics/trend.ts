import type { TrendDirection } from '../../schema/vocabulary.ts';
import { mean } from './distribution.ts';

/** A value at its place on the time axis; the list is in time order. */
export interface TimedValue {
  readonly index: number;
  readonly value: number;
}

/** Least-squares slope over time, per step of the axis; null when fewer than two different times are known. */
export function slopeOverTime(points: readonly TimedValue[]): number | null {
  const centreIndex = mean(points.map((point) => point.index));
  const centreValue = mean(points.map((point) => point.value));
  let products = 0;
  let squares = 0;
  for (const { index, value } of points) {
    products += (index - centreIndex) * (value - centreValue);
    squares += (index - centreIndex) ** 2;
  }
  return squares > 0 ? products / squares : null;
}

/**
 * Slope of the later half minus slope of the earlier half. The halves are made by count; with an odd count the
 * middle point belongs to the later half.
 */
export function accelerationOf(points: readonly TimedValue[]): number | null {
  const half = Math.floor(points.length / 2);
  const earlier = slopeOverTime(points.slice(0, half));
  const later = slopeOverTime(points.slice(half));
  return earlier === null || later === null ? null : later - earlier;
}

/** How far the fitted line moves over the whole stretch, first step to last step inclusive, in peer standard deviations. */
export function slopeChangeOf(points: readonly TimedValue[], slope: number, peerStd: number): number {
  const first = points.at(0);
  const last = points.at(-1);
  return first && last ? (slope * (last.index - first.index + 1)) / peerStd : 0;
}

/** Which way the raw metric moves, without saying whether that is good. */
export function trendDirectionOf(slope: number | null): TrendDirection | null {
  if (slope === null) return null;
  if (slope === 0) return 'stable';
  return slope > 0 ? 'increasing' : 'decreasing';
}
