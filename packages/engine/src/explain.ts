export { explainCell } from './explain/cell.ts';
export type { Alternative, CellExplanation } from './explain/cell.ts';
export { findConflict, relaxationOrder } from './explain/conflict.ts';
export type { Conflict } from './explain/conflict.ts';
export { findImpossibleSlots } from './explain/precheck.ts';
export type { ImpossibleSlot } from './explain/precheck.ts';
export { ruleCosts, violationsOf } from './explain/violations.ts';
export type { Violation } from './explain/violations.ts';
