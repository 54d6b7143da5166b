/** Rounding error forgiven before a bound is rounded up to a whole number. */
const EPSILON = 1e-6;

/** The least whole cost that a bound allows; never a negative zero. */
export const roundUp = (bound: number): number => Math.ceil(bound - EPSILON) + 0;
