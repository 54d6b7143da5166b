import { newId } from '@wardwright/domain/kernel';
import type { RawRequestDefaultExpression } from 'fastify';

const safe = /^[A-Za-z0-9._-]{8,64}$/;

/** The id under which a request is found in log, audit trail and error messages: the proxy's own if it is harmless. */
export function requestIdOf(request: RawRequestDefaultExpression): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && safe.test(given) ? given : newId();
}
