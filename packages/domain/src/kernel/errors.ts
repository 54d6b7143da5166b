/** Every way in which the domain refuses on purpose. The transport maps each code to one HTTP status. */
export const domainErrorCodes = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'rule-broken',
  'too-many-requests',
  'unavailable',
] as const;

/** The kind of a refusal, which pages and transports tell apart without reading its sentence. */
export type DomainErrorCode = (typeof domainErrorCodes)[number];

/** The only error the domain throws on purpose; anything else is a bug and is shown to nobody. */
export class DomainError extends Error {
  readonly code: DomainErrorCode;
  /** Facts the page can act on: the field, the allowed values, the findings. Never a name or a record number. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: DomainErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }
}

/** Says that no such thing exists for this tenant; used for foreign tenants too, so that ids cannot be probed. */
export const notFound = (thing: string): DomainError => new DomainError('not-found', `There is no such ${thing}.`);

/** Returns the value, or refuses with not-found when there is none. */
export function found<T>(value: T | null | undefined, thing: string): T {
  if (value === null || value === undefined) throw notFound(thing);
  return value;
}
