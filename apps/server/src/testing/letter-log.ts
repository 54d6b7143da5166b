import type { Browser } from './browser.ts';

/** A letter as administrators see it. */
export interface LetterRow {
  readonly recipientEmail: string;
  readonly status: string;
  readonly bodyText: string;
  readonly errorMessage: string | null;
}

/** The letters of a tenant, newest first, as its administrator sees them. */
export async function lettersOf(browser: Browser, slug: string): Promise<LetterRow[]> {
  const answer = await browser.ask('identity.letters.list', {}, slug);
  return (answer.data as { rows: LetterRow[] }).rows;
}

/** Waits for the newest letter: they are written behind the answer, so that it takes no longer for an address that has a login. */
export async function firstLetter(browser: Browser, slug: string, ready: (letter: LetterRow, count: number) => boolean): Promise<LetterRow> {
  for (let tries = 0; tries < 100; tries += 1) {
    const letters = await lettersOf(browser, slug);
    const [letter] = letters;
    if (letter && ready(letter, letters.length)) return letter;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('No letter was written.');
}

/** The secret half of the link in a text. */
export const tokenIn = (text: string): string => /#([\w-]+)/.exec(text)?.[1] ?? '';

/** The id of a role of the tenant by its key. */
export async function roleId(browser: Browser, slug: string, key: string): Promise<string> {
  const roles = (await browser.ask('identity.roles.list', {}, slug)).data as { id: string; key: string }[];
  const role = roles.find((one) => one.key === key);
  if (!role) throw new Error(`There is no role ${key}.`);
  return role.id;
}
