import { DomainError } from '@wardwright/domain/kernel';
import { SupervisorError } from '@wardwright/postgres';
import { loggedError } from '../http/logger.ts';
import { SettingsError } from '../settings.ts';
import { StartEnded, StartError } from './error.ts';

/** Says why nothing runs, and ends. Mistakes of the operator get sentences; only a bug shows where it happened. */
export function exitWithSentence(error: unknown): never {
  if (error instanceof StartEnded) process.exit(0);
  process.stderr.write(`${explanation(error)}\n`);
  process.exit(1);
}

function explanation(error: unknown): string {
  if (error instanceof SettingsError) return ['Wardwright cannot start with these settings:', ...error.mistakes].join('\n  ');
  if (error instanceof StartError || error instanceof SupervisorError || error instanceof DomainError) return error.message;
  if (!(error instanceof Error)) return `Wardwright has failed: ${String(error)}`;
  // The message of a failed statement ends with what the database said; before that may stand a password.
  const reason = error.message.slice(error.message.lastIndexOf(' - ') + 1).replace(/^- /, '');
  return `Wardwright has failed: ${reason}\n${JSON.stringify(loggedError(error), null, 2).replaceAll('\\n', '\n')}`;
}
