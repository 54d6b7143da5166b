import { english } from '../../shell/catalogue.ts';
import { isMessage, wordsOr } from '../../shell/known-words.ts';

/** What a role is called: in the reader's language when it came with the product, else as the hospital group calls it. */
export function roleTitle({ key, title }: { readonly key: string; readonly title: string }): string {
  const id = `identity.role.${key}`;
  return isMessage(id) && english[id] === title ? wordsOr(id, title) : title;
}
