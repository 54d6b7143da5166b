import { environment, isHost, isLoopback } from './environment.ts';

type Given = Readonly<Record<string, string | undefined>>;

const roleUrls = ['OWNER_DATABASE_URL', 'APP_DATABASE_URL', 'IDENTITY_DATABASE_URL', 'JOBS_DATABASE_URL'] as const;

/** What is wrong between settings that are each right by themselves. */
export function crossMistakes(given: Given): string[] {
  return [...unknownNames(given), ...databaseMistakes(given), ...networkMistakes(given), ...mailMistakes(given)];
}

// A misspelt WARDWRIGHT_SIGNUP would leave the door open without a word.
function unknownNames(given: Given): string[] {
  return Object.keys(given)
    .filter((name) => name.startsWith('WARDWRIGHT_') && !Object.hasOwn(environment.shape, name))
    .map((name) => `${name} is not a setting of this version; correct its name or remove it.`);
}

function databaseMistakes(given: Given): string[] {
  const missing = roleUrls.filter((name) => !given[name]);
  const some = missing.length < roleUrls.length;
  const mistakes: string[] = [];
  if (given['DATABASE_URL'] && some)
    mistakes.push('DATABASE_URL and the four addresses for single roles exclude each other; give one or the other.');
  else if (some && missing.length > 0)
    mistakes.push(`${missing.join(', ')} must be given too, because the addresses for single roles come as four.`);
  if ((given['DATABASE_URL'] || some) && given['WARDWRIGHT_DEMO'] === 'on')
    mistakes.push('WARDWRIGHT_DEMO must be off with a database of your own, because the passwords of the demo accounts are public.');
  return mistakes;
}

function networkMistakes(given: Given): string[] {
  const { HOST: host, PUBLIC_URL: publicUrl } = given;
  if (!host || !isHost(host) || isLoopback(host) || publicUrl) return [];
  return ['PUBLIC_URL must say the address that people type, because HOST opens the server to other machines.'];
}

function mailMistakes(given: Given): string[] {
  if (given['SMTP_URL'] && !given['MAIL_FROM']) return ['MAIL_FROM must name the sender of letters, because SMTP_URL is given.'];
  if (given['MAIL_FROM'] && !given['SMTP_URL']) return ['SMTP_URL must name a mail server, because MAIL_FROM is given.'];
  return [];
}
