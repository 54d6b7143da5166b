import { solveInCore } from './exact/core.ts';
import type { CoreLimits } from './exact/core.ts';
import type { ExactResult } from './exact/programme.ts';
import { loadHighs } from './exact/programme.ts';
import { linearModel } from './linear.ts';
import type { Lowered } from './lower.ts';
import { emptyCells } from './score.ts';

export { loadHighs, solveLinear } from './exact/programme.ts';
export type { CoreLimits } from './exact/core.ts';
export type { ExactLimits, ExactResult } from './exact/programme.ts';

/** Schedules a whole problem exactly, hard rules strict: right for block years, far too slow for half-day years. */
export async function solveExactly(lowered: Lowered, limits: CoreLimits = {}): Promise<ExactResult & { cells: Uint8Array | null }> {
  const linear = linearModel(lowered, { cells: emptyCells(lowered), hard: 'strict' });
  const result = solveInCore(await loadHighs(), linear, limits);
  return { ...result, cells: result.values === null ? null : linear.decode(result.values) };
}
