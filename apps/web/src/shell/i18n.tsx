import { i18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { Trans } from '@lingui/react';
import type { ReactElement } from 'react';
import { english, type MessageId, type Messages, type Translation } from './catalogue.ts';
import type { ValuesOf } from './message-types.ts';

type TranslationFile = Readonly<{ messages: Translation }>;

const translations = import.meta.glob<TranslationFile>('./locales/*.ts');

i18n.setMessagesCompiler(compileMessage);
i18n.loadAndActivate({ locale: 'en', messages: english });

export { i18n };

/** English and every language that has a file in locales/. */
export function availableLocales(): string[] {
  return ['en', ...Object.keys(translations).map((path) => path.slice('./locales/'.length, -'.ts'.length))];
}

export function activate(locale: string, messages: Translation): void {
  i18n.loadAndActivate({ locale, messages: { ...english, ...messages } });
}

/** Loads the first language of the reader that the product speaks, and falls back to English. */
export async function loadLocale(wanted: readonly string[]): Promise<void> {
  for (const tag of wanted) {
    const language = tag.split('-')[0] ?? tag;
    if (language === 'en') return;
    const load = translations[`./locales/${language}.ts`];
    if (load) {
      activate(language, (await load()).messages);
      return;
    }
  }
}

/** The text of a message in the reader's language. */
export function t<Id extends MessageId>(id: Id, ...values: ValuesOf<Messages[Id]>): string {
  return i18n._(id, values[0]);
}

type TProps<Id extends MessageId> = { readonly id: Id } & (ValuesOf<Messages[Id]> extends [values: infer Values]
  ? { readonly values: Values }
  : { readonly values?: undefined });

const components = { b: <b />, muted: <span className="mut" /> };

const asRecord = (values: unknown): Record<string, unknown> => (typeof values === 'object' ? { ...values } : {});

/** A message as an element; `<b>` in its text is printed bold, `<muted>` in the second ink. */
export function T<Id extends MessageId>({ id, values }: TProps<Id>): ReactElement {
  return <Trans id={id} values={asRecord(values)} components={components} />;
}
