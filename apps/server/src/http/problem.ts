import { STATUS_CODES } from 'node:http';
import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { asRefusal } from '@wardwright/domain/db';
import { DomainError } from '@wardwright/domain/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { wireCode } from '../trpc/trpc.ts';

/** An error as routes outside of the procedures report it (RFC 9457). */
interface Problem {
  readonly status: number;
  readonly detail: string;
  readonly code: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

const unknown: Problem = {
  status: 500,
  detail: 'Something went wrong on our side. Nothing was changed; try again.',
  code: null,
  details: {},
};

const sentences: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  413: 'The request is too large.',
  415: 'The content type of the request is not understood here.',
  429: 'Too many requests from this address. Wait a moment, then try again.',
  503: 'The server is not ready. Try again in a moment.',
};

function problemOf(error: unknown): Problem {
  if (error instanceof DomainError) {
    const status = getHTTPStatusCodeFromError(new TRPCError({ code: wireCode[error.code] }));
    return { status, detail: error.message, code: error.code, details: error.details };
  }
  const status = (error as { statusCode?: unknown }).statusCode;
  if (typeof status !== 'number' || status < 400 || status > 503 || status === 500) return unknown;
  return { ...unknown, status, detail: sentences[status] ?? `${STATUS_CODES[status] ?? 'The request was refused'}.` };
}

/** Sends a refusal or a failure as `application/problem+json`, with the id under which the log has it. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, thrown: unknown): FastifyReply {
  const error = asRefusal(thrown);
  const { status, detail, code, details } = problemOf(error);
  if (status >= 500 && status !== 503) request.log.error({ err: error }, 'request failed');
  return reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail, code, details, requestId: request.id }));
}

/** The one translation of errors outside of the procedures. */
export function reportProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error));
}
