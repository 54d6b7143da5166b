import { newId } from '@wardwright/domain/kernel';
import type { RawRequestDefaultExpression } from 'fastify';
import type { Settings } from '../settings.ts';

// Words without a digit stand in the audit trail for what no request has done, such as a change in the database itself.
const safe = /^(?=.*\d)[A-Za-z0-9._-]{8,64}$/;

/** Makes the ids under which requests are found in log, audit trail and error messages: a proxy's own if there is one. */
export const requestIds =
  ({ trustProxy }: Settings) =>
  (request: RawRequestDefaultExpression): string => {
    const given = trustProxy === false ? undefined : request.headers['x-request-id'];
    return typeof given === 'string' && safe.test(given) ? given : newId();
  };
