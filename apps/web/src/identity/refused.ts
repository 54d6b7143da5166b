import { TRPCClientError } from '@trpc/client';
import type { AppRouter } from '@wardwright/server/router';
import { refusalOf } from '../shell/refusal.ts';

/** A refusal of the addresses under /auth. */
export class AuthRefusal extends Error {
  readonly details: Readonly<Record<string, unknown>>;

  constructor(sentence: string, details: Readonly<Record<string, unknown>>) {
    super(sentence);
    this.name = 'AuthRefusal';
    this.details = details;
  }
}

/** A refusal as a form shows it. */
export interface Refused {
  readonly sentence: string;
  /** The field it is about, when it is about one. */
  readonly field: string | null;
  /** Seconds until trying again makes sense. */
  readonly wait: number;
}

const detailsOf = (error: unknown): Readonly<Record<string, unknown>> => {
  if (error instanceof AuthRefusal) return error.details;
  const data = error instanceof TRPCClientError ? (error as TRPCClientError<AppRouter>).data : null;
  return data?.details ?? {};
};

/** What an error says to the person at a form: the sentence, the field, and how long to wait. */
export function refusedOf(error: unknown): Refused {
  const { field, retryAfter } = detailsOf(error);
  return {
    sentence: error instanceof AuthRefusal ? error.message : refusalOf(error).title,
    field: typeof field === 'string' ? (field.split('.').at(-1) ?? field) : null,
    wait: typeof retryAfter === 'number' ? retryAfter : 0,
  };
}
