import { percentile } from '../report.ts';

/** Slices per implementation and case. */
export const rounds = Number(process.env['ROUNDS'] ?? 12);
export const sliceMs = 250;
export const median = (values: readonly number[]): number => percentile(values, 0.5);
export const count = (value: number): string => Math.round(value).toLocaleString('en-US');
export const times = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : '');
