import type { PlainMessageId } from '../shell/catalogue.ts';
import { isMessage } from '../shell/known-words.ts';
import type { ResourceWords } from '../shell/resource/resource-page.tsx';

const message = (id: string): PlainMessageId => {
  if (!isMessage(id)) throw new Error(`The catalogue has no message ${id}.`);
  return id;
};

/** The words of one list of the directory, by its name in the router. */
export const wordsOf = (list: string): ResourceWords => ({
  title: message(`directory.${list}`),
  add: message(`directory.${list}.add`),
  empty: message(`directory.${list}.empty`),
  field: (name) => message(`directory.field.${name}`),
  choice: (field, value) => {
    const id = `directory.${field}.${value}`;
    return isMessage(id) ? id : null;
  },
});
