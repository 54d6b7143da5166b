import { DomainError } from '../kernel/errors.ts';

interface DatabaseError {
  readonly code: string;
  readonly table?: string;
  readonly constraint?: string;
}

const isDatabaseError = (error: unknown): error is DatabaseError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code);

const wrongForm = () => new DomainError('invalid', 'A value has the wrong form.');
const unreadable = () => new DomainError('invalid', 'A text holds a character that cannot be stored. Type it anew instead of pasting it.');

/** Constraint names are ours; values in the database's own message may be personal, so only the name is passed on. */
const refusals: Readonly<Record<string, (error: DatabaseError) => DomainError>> = {
  '23505': ({ constraint }) =>
    new DomainError('conflict', 'There is already one like this. Open the existing one, or choose another name.', { constraint }),
  '23503': ({ constraint }) =>
    new DomainError('invalid', 'Something this refers to does not exist here, or is still in use.', { constraint }),
  '23514': ({ constraint }) => new DomainError('invalid', 'A value is outside what the database allows.', { constraint }),
  '22003': () => new DomainError('invalid', 'A number is too large.'),
  '22007': wrongForm,
  '22008': () => new DomainError('invalid', 'A date or a time is outside what can be stored.'),
  '22021': unreadable,
  '22P02': wrongForm,
  '22P05': unreadable,
  '40001': () => new DomainError('conflict', 'Somebody else changed the same thing at this moment. Try again.'),
  '40P01': () => new DomainError('conflict', 'Somebody else changed the same thing at this moment. Try again.'),
  '55P03': () => new DomainError('unavailable', 'Somebody else is changing this. Try again in a moment.'),
  '57014': () => new DomainError('unavailable', 'This took too long and was stopped. Nothing was changed.'),
  '53300': () => new DomainError('unavailable', 'The database is busy. Try again in a moment.'),
};

/** Turns what the database refuses on purpose into a sentence; everything else stays the bug it is. */
export function asRefusal(error: unknown): unknown {
  // Objection wraps what the driver threw.
  const native = error instanceof Error && 'nativeError' in error ? error.nativeError : error;
  if (!isDatabaseError(native)) return error;
  const refusal = refusals[native.code]?.(native);
  if (!refusal) return error;
  refusal.cause = error;
  return refusal;
}
