import { fireEvent, screen } from '@testing-library/react';
import { accessMatrices } from '@wardwright/domain/access';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RoleMatrix } from '../identity/governance/role-matrix.tsx';
import { JobProgress } from '../system/jobs-page.tsx';
import { AppFrame } from './app-frame.tsx';
import { english, type MessageId, type Translation } from './catalogue.ts';
import { KeyLine } from './components/key-line.tsx';
import { PageHeader } from './components/page-header.tsx';
import { Empty, ErrorState, Loading } from './components/states.tsx';
import { activate } from './i18n.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { setPreference } from './preferences.ts';
import { renderInFrame } from './test-frame.tsx';

/** A language that cannot be mistaken for a word somebody wrote into a component: every text stands in brackets. */
const bracketed: Translation = Object.fromEntries(
  (Object.keys(english) as MessageId[]).map((id) => [id, `⟦${english[id]}⟧`]),
);
/** What people and the database supply is not translated. */
const data = ['Larkmoor Health', 'Internal Medicine', 'Quillan Bay', 'Rosa Ortega', 'rosa@larkmoor.example', 'RO', 'DATA', '9f3a-71'];
const keycaps = /^(⌘K|Ctrl K|esc|[a-z]|\?|\/|[a-z] [a-z])$/;

beforeEach(() => {
  activate('en', bracketed);
  // Without layout a menu finds nothing to focus and says so.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  activate('en', {});
  setPreference('railOpen', false);
});

/** Words on the page that did not come out of the catalogue. */
function strayWords(): string[] {
  const texts: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.parentElement?.closest('style, script, kbd') === null) texts.push(blockText(node));
  }
  for (const element of document.body.querySelectorAll('[aria-label], [title], [placeholder], [aria-valuetext]')) {
    for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext']) texts.push(element.getAttribute(name) ?? '');
  }
  return [...new Set(texts.map(withoutKnown))].filter((text) => /\p{L}/u.test(text));
}

/** Bold parts split a message into several nodes; the brackets are looked for around the whole. */
function blockText(node: Node): string {
  const holder = node.parentElement?.matches('b, .mut') ? node.parentElement.parentElement : node.parentElement;
  return holder?.textContent ?? '';
}

function withoutKnown(text: string): string {
  let rest = text;
  for (let inner = rest.replaceAll(/⟦[^⟦⟧]*⟧/g, ''); inner !== rest; inner = rest.replaceAll(/⟦[^⟦⟧]*⟧/g, '')) rest = inner;
  for (const word of data) rest = rest.replaceAll(word, '');
  return keycaps.test(rest.trim()) ? '' : rest.trim();
}

const tenant = { slug: 'larkmoor', name: 'Larkmoor Health', program: 'Internal Medicine' };

async function renderShell(): Promise<void> {
  await renderInFrame(
    <AppFrame
      tenant={tenant}
      tenants={[tenant, { slug: 'quillan', name: 'Quillan Bay' }]}
      account={{ name: 'Rosa Ortega', email: 'rosa@larkmoor.example', onSignOut: () => undefined }}
      modules={['home', 'quality', 'people', 'admin']}
      waiting={{ quality: 7 }}
      demo
    >
      <PageHeader title="DATA" />
      <Loading />
      <Empty title="DATA">DATA</Empty>
      <ErrorState title="DATA" id="9f3a-71" onRetry={() => undefined} />
      <NotFoundPage home="/" />
      <KeyLine shortcuts={[{ keys: 'j', label: 'quality.keys.next', run: () => undefined }]} />
    </AppFrame>,
  );
}

test('every visible word of the shell goes through the catalogue', async () => {
  setPreference('railOpen', true);
  await renderShell();
  expect(document.body.textContent).toContain('⟦Quality⟧');
  expect(strayWords()).toEqual([]);
});

test('so does every word of the account menu', async () => {
  await renderShell();
  fireEvent.click(screen.getByRole('button', { name: /Your menu/ }));
  await screen.findByText(/Sign out/);
  expect(strayWords()).toEqual([]);
});

test('so does every word of the shortcuts sheet', async () => {
  await renderShell();
  fireEvent.keyDown(document.body, { key: '?' });
  await screen.findByText(/Single-letter/);
  expect(strayWords()).toEqual([]);
});

test('so does every word that the server names by a key: roles, permissions, jobs', async () => {
  const roles = accessMatrices.flatMap((matrix) => Object.entries(matrix.roles)).map(([key, { title }]) => ({ id: key, key, title, version: 1, memberCount: 2, permissions: [] }));
  const job = { error: null, status: 'running', finishedAt: null, phase: 'Comparing: series', done: 3, total: 9 } as unknown as Parameters<typeof JobProgress>[0]['job'];
  await renderInFrame(
    <>
      <RoleMatrix roles={roles} drafts={new Map()} shown="tenant.admin" onToggle={() => undefined} />
      <JobProgress job={job} />
    </>,
  );
  const codes = new Set(accessMatrices.flatMap((matrix) => Object.keys(matrix.permissions)));
  expect(document.body.textContent).toContain('⟦Quality viewer⟧');
  expect(strayWords().filter((text) => !codes.has(text))).toEqual([]);
});

test('a word written into a component is noticed', async () => {
  await renderInFrame(<p>Hello</p>);
  expect(strayWords()).toEqual(['Hello']);
});
