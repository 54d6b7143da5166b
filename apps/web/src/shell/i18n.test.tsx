import { I18nProvider } from '@lingui/react';
import { render } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { english, type MessageId } from './catalogue.ts';
import { activate, availableLocales, i18n, T, t } from './i18n.tsx';
import type { PlaceholdersOf } from './message-types.ts';

afterEach(() => activate('en', {}));

test('a misspelt message or a missing value does not compile', () => {
  // @ts-expect-error no such message
  t('shell.module.homme');
  // @ts-expect-error the message names {time}
  t('shell.live.offline');
  // @ts-expect-error the placeholder is called time
  t('shell.live.offline', { tim: '09:14' });
  expect(t('shell.live.offline', { time: '09:14' })).toBe('Offline · data from 09:14');
});

test('placeholders are read out of the text, plural branches are not taken for placeholders', () => {
  const names: PlaceholdersOf<'{n, plural, one {# peer} other {# peers}} of {total}'>[] = ['n', 'total'];
  // @ts-expect-error a branch is no placeholder
  const wrong: PlaceholdersOf<'{n, plural, one {# peer} other {# peers}}'> = '# peer';
  expect([...names, wrong]).toHaveLength(3);
});

test('plurals follow the number', () => {
  expect(t('quality.feed.npeers', { n: 1 })).toBe('1 peer');
  expect(t('quality.feed.npeers', { n: 8 })).toBe('8 peers');
});

test('bold parts of a message become elements', () => {
  const { container } = render(
    <I18nProvider i18n={i18n}>
      <T id="quality.feed.compared" values={{ peers: '2,871' }} />
    </I18nProvider>,
  );
  expect(container.innerHTML).toBe('Compared with up to <b>2,871</b> peers');
});

test('another language changes what it has and leaves the rest in English', () => {
  activate('de', { 'shell.module.people': 'Personen' });
  expect(t('shell.module.people')).toBe('Personen');
  expect(t('shell.module.admin')).toBe('Admin');
});

test('English is always there, further languages come from files', () => {
  expect(availableLocales()[0]).toBe('en');
});

test('every message is a valid ICU text that prints its values', () => {
  const ids = Object.keys(english) as MessageId[];
  for (const id of ids) {
    const values = Object.fromEntries([...english[id].matchAll(/\{(\w+)[,}]/g)].map((match) => [match[1], 2]));
    const text = i18n._(id, values);
    expect(text, id).not.toMatch(/[{}]/);
    expect(text.length, id).toBeGreaterThan(0);
  }
  expect(ids.length).toBeGreaterThan(150);
});
