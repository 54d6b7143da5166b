import { fireEvent, screen } from '@testing-library/react';
import { type ReactElement, useEffect, useState } from 'react';
import { expect, test, vi } from 'vitest';
import { feed, now } from '../gallery/fixtures.ts';
import { listenForKeys } from '../shell/keys.ts';
import { renderInFrame } from '../shell/test-frame.tsx';
import { FeedView, type FeedViewProps } from './feed-view.tsx';

const opened = vi.fn<(id: string) => void>();

function Page(props: Partial<FeedViewProps>): ReactElement {
  const [current, setCurrent] = useState<string | null>(feed[0]?.id ?? null);
  useEffect(() => listenForKeys(window), []);
  return (
    <FeedView
      signals={feed}
      matching={feed.length}
      total={feed.length}
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
  const { unmount } = await renderInFrame(<Page signals={[]} matching={0} total={40} />);
  expect(screen.getByText('No signal fits these filters')).toBeTruthy();
  unmount();
  await renderInFrame(<Page signals={[]} matching={0} total={0} freshness={{ metrics: 14, hospitals: 7, peers: 2871, moment: '19 Nov 06:00' }} />);
  expect(screen.getByText('Nothing needs you')).toBeTruthy();
  expect(screen.getByText(/14 metrics in 7 hospitals were checked on 19 Nov 06:00/)).toBeTruthy();
});

test('rows that are known stay under an error', async () => {
  await renderInFrame(<Page state={{ title: 'The peer file was not read.' }} />);
  expect(screen.getByRole('alert').textContent).toContain('The peer file was not read.');
  expect(screen.getByRole('listbox')).toBeTruthy();
});
