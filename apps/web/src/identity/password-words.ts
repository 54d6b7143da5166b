import { fewestLetters, longestPassword, passwordFault, shortestPassword } from '@wardwright/domain/identity/rules';
import { t } from '../shell/i18n.tsx';

const limits = { short: shortestPassword, long: longestPassword, monotonous: fewestLetters };

/** What is wrong with a password that somebody types, or null while there is nothing to complain about. */
export function passwordWords(password: string): string | null {
  const fault = password === '' ? null : passwordFault(password);
  return fault && t(`identity.password.${fault}`, { n: limits[fault] });
}
