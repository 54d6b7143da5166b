/** A reason why the embedded PostgreSQL cannot be used, in a sentence that says what to do. */
export class SupervisorError extends Error {
  override name = 'SupervisorError';
}

/** The system's error code (`ENOENT`, `EACCES`, `57P03`, ...) of a caught value, when it has one. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
