import { formatNumber } from '../shell/format.ts';

/** A count that stops somewhere: further than that nobody counts. */
export interface Count {
  readonly count: number;
  readonly isCapped: boolean;
}

export const noCount: Count = { count: 0, isCapped: false };

/** 412, or 10,000+ where counting stopped. */
export const countWords = ({ count, isCapped }: Count): string => `${formatNumber(count)}${isCapped ? '+' : ''}`;
