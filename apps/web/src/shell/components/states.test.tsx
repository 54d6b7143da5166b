import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { reportConnection } from '../connection.ts';
import { renderInFrame } from '../test-frame.tsx';
import { OfflineBanner } from './banner.tsx';
import { Empty, ErrorState, Loading, Partial } from './states.tsx';

afterEach(() => vi.useRealTimers());

test('empty says what was checked and where else to go', async () => {
  await renderInFrame(
    <Empty title="Nothing needs you" ways={[{ label: 'Closed this month', value: <a href="#closed">3</a> }]}>
      14 metrics were checked at 06:00.
    </Empty>,
  );
  expect(screen.getByRole('heading').textContent).toBe('Nothing needs you');
  expect(screen.getByText(/checked at 06:00/)).toBeTruthy();
  expect(screen.getByRole('link').textContent).toBe('3');
});

test('loading waits before it shows rows, and says so at once to those who listen', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await renderInFrame(<Loading rows={5} />);
  expect(screen.getByText('Loading')).toBeTruthy();
  expect(screen.queryByTestId('skeleton')).toBeNull();
  act(() => void vi.advanceTimersByTime(299));
  expect(screen.queryByTestId('skeleton')).toBeNull();
  act(() => void vi.advanceTimersByTime(1));
  expect(screen.getByTestId('skeleton').children).toHaveLength(5);
});

test('an error is a sentence, what was kept, a way on and an id', async () => {
  const retry = vi.fn();
  await renderInFrame(<ErrorState title="The peer file was not read." detail="Row 2,114 has text." kept="26 signals keep their values." id="9f3a-71" onRetry={retry} />);
  const alert = screen.getByRole('alert');
  expect(alert.textContent).toContain('The peer file was not read. Row 2,114 has text.');
  expect(alert.textContent).toContain('26 signals keep their values.');
  expect(screen.getByRole('button', { name: 'Copy error id 9f3a-71' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(retry).toHaveBeenCalledOnce();
});

test('partial says what is missing', async () => {
  await renderInFrame(<Partial lead="9 points; limits need 12,">so no rule is tested.</Partial>);
  expect(screen.getByRole('note').textContent).toBe('9 points; limits need 12, so no rule is tested.');
});

test('a lost connection is said on the page, and its return too', async () => {
  await renderInFrame(<OfflineBanner />);
  expect(screen.queryByRole('status')).toBeNull();
  act(() => reportConnection('offline'));
  expect(screen.getByRole('status').textContent).toContain('You are offline.');
  act(() => reportConnection('live'));
  expect(screen.queryByRole('status')).toBeNull();
});
