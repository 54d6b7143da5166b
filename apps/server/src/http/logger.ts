import type { FastifyReply, FastifyRequest } from 'fastify';
import { type DestinationStream, type Logger, pino } from 'pino';

const sqlState = /^[0-9A-Z]{5}$/;

interface DatabaseFacts {
  readonly code?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
}

const framesOf = (error: Error): string =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');

/** An error for the log. What Postgres says may quote the values of rows, so only the names in it are kept. */
export function loggedError(error: Error): object {
  const { code, schema, table, column, constraint } = error as DatabaseFacts;
  if (code !== undefined && sqlState.test(code))
    return { type: 'DatabaseError', code, schema, table, column, constraint, stack: framesOf(error) };
  const cause = error.cause instanceof Error ? loggedError(error.cause) : undefined;
  return { type: error.name, message: error.message, code, stack: framesOf(error), cause };
}

const hidden = ['authorization', 'cookie', 'password', 'token', 'secret'];
const secrets = ['headers', '*.headers', ...hidden, ...hidden.map((name) => `*.${name}`)];

/** The address without its query: what people search for stays out of the log. */
const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

/** The log: one JSON line each, without bodies, queries, cookies or the values of rows. */
export const createLogger = (level: string, destination: DestinationStream = pino.destination(1)): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secrets, censor: '(hidden)' },
      serializers: {
        req: (request: FastifyRequest) => ({ method: request.method, path: pathOf(request.url), address: request.ip }),
        res: (reply: FastifyReply) => ({ status: reply.statusCode }),
        err: loggedError,
      },
    },
    destination,
  );
