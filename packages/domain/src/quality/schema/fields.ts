import { z } from 'zod';

/**
 * A `numeric(precision, scale)` column. The database hands such values out as text so that no digit is lost;
 * use `Number(text)` to compute and `toDecimal` to store.
 */
export const decimal = (precision: number, scale: number) =>
  z
    .string()
    .regex(
      new RegExp(`^-?\\d{1,${precision - scale}}(\\.\\d{1,${scale}})?$`),
      `At most ${precision - scale} digits before and ${scale} after the point`,
    );

/**
 * The text a `numeric(precision, scale)` column takes.
 * @throws RangeError when the value is not a number or has more whole digits than the column holds.
 */
export function toDecimal(value: number, precision: number, scale: number): string {
  const rounded = value.toFixed(scale);
  if (!Number.isFinite(value) || Math.abs(Number(rounded)) >= 10 ** (precision - scale))
    throw new RangeError(`${value} does not fit into ${precision} digits with ${scale} after the point.`);
  return Number(rounded) === 0 ? rounded.replace('-', '') : rounded;
}

/** A `double precision` column: statistics are computed in floating point and kept as they come. */
export const real = () => z.number();

/** A `varchar(max)` or `text` column that is never blank. */
export const text = (max?: number) => (max === undefined ? z.string().min(1) : z.string().min(1).max(max));

/** A `timestamptz` column: an instant in ISO form, in UTC. */
export const instant = () => z.iso.datetime();

/** A `date` column: a plain calendar day, `YYYY-MM-DD`. */
export const day = () => z.iso.date();

/** An `integer` column that counts things. */
export const count = () => z.int().min(0);
