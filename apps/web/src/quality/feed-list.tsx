import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactElement, useEffect, useId, useRef } from 'react';
import { t } from '../shell/i18n.tsx';
import { usePreferences } from '../shell/preferences.ts';
import styles from './feed.module.css';
import { FeedRow } from './feed-row.tsx';
import type { FeedSignal } from './signal-view.ts';

export interface FeedListProps {
  readonly signals: readonly FeedSignal[];
  /** How many there are beyond those loaded. */
  readonly total: number;
  readonly current: string | null;
  readonly onCurrent: (id: string) => void;
  readonly onOpen: (id: string) => void;
  /** Asked for when the reader comes near the end of what is loaded. */
  readonly onNearEnd: () => void;
  readonly isNew: (signal: FeedSignal) => boolean;
  readonly now: number;
}

/** A row that far from the end asks for more. */
const NEAR_END = 20;
const rowHeights = { compact: 40, default: 48, touch: 60 } as const;
const PHONE_ROW = 100;

function stepOf(key: string): number {
  if (key === 'ArrowDown') return 1;
  if (key === 'ArrowUp') return -1;
  if (key === 'PageDown') return 10;
  return key === 'PageUp' ? -10 : 0;
}

/** A list box of any length: only the rows in sight are in the page. */
export function FeedList({ signals, total, current, onCurrent, onOpen, onNearEnd, isNew, now }: FeedListProps): ReactElement {
  const { density } = usePreferences();
  const phone = useMediaQuery('(max-width: 640px)') ?? false;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const at = signals.findIndex((signal) => signal.id === current);
  const rows = useVirtualizer({
    count: signals.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (phone ? PHONE_ROW : rowHeights[density]),
    getItemKey: (index) => signals[index]?.id ?? index,
    overscan: 8,
    initialRect: { width: 900, height: 700 },
  });
  const visible = rows.getVirtualItems();
  const lastVisible = visible.at(-1)?.index ?? 0;

  useEffect(() => rows.measure(), [rows, phone, density]);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at);
  }, [rows, at]);
  useEffect(() => {
    if (signals.length < total && lastVisible >= signals.length - NEAR_END) onNearEnd();
  }, [lastVisible, signals.length, total, onNearEnd]);

  const go = (index: number): void => {
    const signal = signals[Math.max(0, Math.min(signals.length - 1, index))];
    if (signal) onCurrent(signal.id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = stepOf(event.key);
    if (step !== 0) go(at + step);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(signals.length - 1);
    else if (event.key === 'Enter' && current !== null) onOpen(current);
    else return;
    event.preventDefault();
  };
  return (
    <div ref={scroller} className={styles.rows} role="listbox" tabIndex={0} aria-label={t('quality.feed.list')} aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined} onKeyDown={onKeyDown}>
      <div role="presentation" style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {visible.map((item) => {
          const signal = signals[item.index];
          if (!signal) return null;
          return (
            <div
              key={item.key}
              ref={phone ? rows.measureElement : undefined}
              data-index={item.index}
              id={`${id}-${item.index}`}
              role="option"
              tabIndex={-1}
              aria-selected={item.index === at}
              aria-posinset={item.index + 1}
              aria-setsize={total}
              className={styles.row}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => (phone ? onOpen(signal.id) : onCurrent(signal.id))}
              onDoubleClick={() => onOpen(signal.id)}
            >
              <FeedRow signal={signal} isNew={isNew(signal)} now={now} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
