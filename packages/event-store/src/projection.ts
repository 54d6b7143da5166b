export { type Handlers, type Projection, type Writer, defineProjection } from './projection/define.ts';
export { type Health, type Limits, projectionHealth, waitFor } from './projection/health.ts';
export { type ParkedStream, type Replayed, parkedStreamsOf, replayParked } from './projection/parked.ts';
export { type RebuildOptions, rebuildProjection } from './projection/rebuild.ts';
export { type ColumnType, defineRows } from './projection/rows.ts';
export { type Runner, type RunnerOptions, startProjections } from './projection/runner.ts';
