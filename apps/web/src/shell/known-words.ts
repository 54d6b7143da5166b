import { english, type PlainMessageId } from './catalogue.ts';
import { i18n } from './i18n.tsx';

export const isMessage = (id: string): id is PlainMessageId => Object.hasOwn(english, id);

/** The catalogue's words for a name that came from the server, or what is to be said where the catalogue has none. */
export const wordsOr = (id: string, otherwise: string, values?: Readonly<Record<string, string>>): string =>
  isMessage(id) ? i18n._(id, values) : otherwise;
