import { fireEvent, screen } from '@testing-library/react';
import { type ReactElement, useEffect, useState } from 'react';
import { expect, test, vi } from 'vitest';
import { feed, now } from '../gallery/fixtures.ts';
import { listenForKeys } from '../shell/keys.ts';
import { renderInFrame } from '../shell/test-frame.tsx';
import { FeedView, type FeedViewProps } from './feed-view.tsx';

const opened = vi.fn<(id: string) => void>();
const searched = vi.fn<(words: string) => void>();

function Page(props: Partial<FeedViewProps>): ReactElement {
  const [current, setCurrent] = useState<string | null>(feed[0]?.id ?? null);
  useEffect(() => listenForKeys(window), []);
  return (
    <FeedView
      signals={feed}
      matching={{ count: feed.length, isCapped: false }}
      total={{ count: feed.length, isCapped: false }}
      hasMore={false}
      words=""
      onSearch={searched}
      narrowed={false}
      onClear={() => undefined}
      isCompared
      isClosedView={false}
      current={current}
      onCurrent={setCurrent}
      onOpen={opened}
      onNearEnd={() => undefined}
      isNew={() => false}
      filters={[]}
      onFilter={() => undefined}
      freshness={null}
      state="ready"
      preview={null}
      views={null}
      now={now}
      {...props}
    />
  );
}

const chosen = (): string | null => screen.getByRole('listbox').getAttribute('aria-activedescendant')?.split('-').at(-1) ?? null;

test('j and k move, o opens, the ends hold', async () => {
  await renderInFrame(<Page />);
  fireEvent.keyDown(document.body, { key: 'k' });
  expect(chosen()).toBe('0');
  fireEvent.keyDown(document.body, { key: 'j' });
  fireEvent.keyDown(document.body, { key: 'j' });
  expect(chosen()).toBe('2');
  fireEvent.keyDown(document.body, { key: 'o' });
  expect(opened).toHaveBeenCalledWith(feed[2]?.id);
});

test('the list itself is walked with arrows, Home and End, and opened with Enter', async () => {
  await renderInFrame(<Page />);
  const list = screen.getByRole('listbox');
  fireEvent.keyDown(list, { key: 'End' });
  expect(chosen()).toBe(String(feed.length - 1));
  fireEvent.keyDown(list, { key: 'Home' });
  fireEvent.keyDown(list, { key: 'ArrowDown' });
  expect(chosen()).toBe('1');
  fireEvent.keyDown(list, { key: 'Enter' });
  expect(opened).toHaveBeenLastCalledWith(feed[1]?.id);
});

test('an empty feed says whether filters or the house made it so', async () => {
  const none = { count: 0, isCapped: false };
  const { unmount } = await renderInFrame(<Page signals={[]} matching={none} total={{ count: 40, isCapped: false }} narrowed />);
  expect(screen.getByText('No signal fits these filters')).toBeTruthy();
  expect(screen.getByText('Without them the list has 40.')).toBeTruthy();
  unmount();
  const freshness = { metrics: 14, hospitals: 7, peers: 2871, moment: '19 Nov 06:00' };
  const checked = await renderInFrame(<Page signals={[]} matching={none} total={none} freshness={freshness} />);
  expect(screen.getByText('Nothing needs you')).toBeTruthy();
  expect(screen.getByText(/14 metrics were compared with peers on 19 Nov 06:00/)).toBeTruthy();
  checked.unmount();
  await renderInFrame(<Page signals={[]} matching={none} total={none} isCompared={false} />);
  expect(screen.getByText('Nothing has been compared yet')).toBeTruthy();
});

test('a count that stopped is printed with a plus', async () => {
  await renderInFrame(<Page matching={{ count: 10_000, isCapped: true }} total={{ count: 10_000, isCapped: true }} hasMore />);
  expect(screen.getByText('10,000+, most severe first')).toBeTruthy();
});

test('more is asked for only near the end, and only while there is more', async () => {
  const more = vi.fn<() => void>();
  const { unmount } = await renderInFrame(<Page hasMore onNearEnd={more} />);
  expect(more).toHaveBeenCalled();
  unmount();
  more.mockClear();
  await renderInFrame(<Page onNearEnd={more} />);
  expect(more).not.toHaveBeenCalled();
});

test('the slash goes to the search field, Enter takes the words and goes to the list', async () => {
  await renderInFrame(<Page />);
  fireEvent.keyDown(document.body, { key: '/' });
  const field = screen.getByRole('searchbox');
  expect(document.activeElement).toBe(field);
  fireEvent.change(field, { target: { value: 'heart ' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(searched).toHaveBeenLastCalledWith('heart');
  expect(document.activeElement).toBe(screen.getByRole('listbox'));
});

test('rows that are known stay under an error', async () => {
  await renderInFrame(<Page state={{ title: 'The peer file was not read.' }} />);
  expect(screen.getByRole('alert').textContent).toContain('The peer file was not read.');
  expect(screen.getByRole('listbox')).toBeTruthy();
});
