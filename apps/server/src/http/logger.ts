import { isIPv4 } from 'node:net';
import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type DestinationStream, type Logger, pino } from 'pino';

// Unlike the codes of the operating system, such as EPIPE, these hold a digit.
const sqlState = /^(?=.*\d)[0-9A-Z]{5}$/;

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

const isOfDatabase = (error: Error): boolean => sqlState.test((error as DatabaseFacts).code ?? '');

/** What the driver threw. Objection wraps it in an error of its own, which repeats the message without the code. */
const driverErrorOf = (error: Error): Error =>
  'nativeError' in error && error.nativeError instanceof Error ? error.nativeError : error;

/** An error for the log. What Postgres says may quote the values of rows, so only the names in it are kept. */
export function loggedError(thrown: Error): object {
  const error = driverErrorOf(thrown);
  const { code, schema, table, column, constraint } = error as DatabaseFacts;
  if (isOfDatabase(error)) return { type: 'DatabaseError', code, schema, table, column, constraint, stack: framesOf(error) };
  const cause = error.cause instanceof Error ? driverErrorOf(error.cause) : null;
  // Whoever wraps an error tends to repeat its message.
  const message = cause && isOfDatabase(cause) && error.message.includes(cause.message) ? '(as the cause)' : error.message;
  return { type: error.name, message, code, stack: framesOf(error), cause: cause ? loggedError(cause) : undefined };
}

/** A log line of an error alone would get the error's message as its own. */
const withoutMessage = (first: unknown): [object, string] | null => {
  if (first instanceof Error) return [{ err: first }, 'error'];
  const holdsError = typeof first === 'object' && first !== null && 'err' in first && first.err instanceof Error;
  return holdsError ? [first, 'error'] : null;
};

const hidden = ['authorization', 'cookie', 'password', 'token', 'secret'];
const secrets = ['headers', '*.headers', ...hidden, ...hidden.map((name) => `*.${name}`)];

/** The address without its query: what people search for stays out of the log. */
const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

/** The network an address lies in: enough to find a flood, too little to find a desk. */
function networkOf(address: string): string {
  const plain = normalizeIP(address, 48);
  return isIPv4(plain) ? plain.replace(/\d+$/, '0/24') : `${plain}/48`;
}

/** The log: one JSON line each, without bodies, queries, cookies or the values of rows. */
export const createLogger = (level: string, destination: DestinationStream = pino.destination(1)): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: {
        logMethod(args, method) {
          const [first, ...rest] = args;
          const alone = rest.length === 0 ? withoutMessage(first) : null;
          method.apply(this, alone ?? args);
        },
      },
      redact: { paths: secrets, censor: '(hidden)' },
      serializers: {
        req: (request: FastifyRequest) => ({ method: request.method, path: pathOf(request.url), network: networkOf(request.ip) }),
        res: (reply: FastifyReply) => ({ status: reply.statusCode }),
        err: loggedError,
      },
    },
    destination,
  );
