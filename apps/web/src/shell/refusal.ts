import { TRPCClientError } from '@trpc/client';
import type { AppRouter } from '@wardwright/server/router';
import type { ErrorStateProps } from './components/states.tsx';
import { t } from './i18n.tsx';

const isOurs = (error: unknown): error is TRPCClientError<AppRouter> => error instanceof TRPCClientError;

/** What an error says to a person: the server's own sentence, or that it could not be reached. */
export function refusalOf(error: unknown): ErrorStateProps {
  if (!isOurs(error) || !error.data) return { title: t('shell.error.unreachable'), kept: t('shell.error.unreachable.kept') };
  const { requestId } = error.data;
  return { title: error.message, ...(requestId === null ? {} : { id: requestId }) };
}

/** The code of a refusal, such as `not-found`, or null when the server was not reached. */
export const refusalCode = (error: unknown): string | null => (isOurs(error) ? (error.data?.code ?? null) : null);
