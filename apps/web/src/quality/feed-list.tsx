import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactElement, type RefObject, useEffect, useId, useLayoutEffect, useMemo, useRef } from 'react';
import { t } from '../shell/i18n.tsx';
import { usePreferences } from '../shell/preferences.ts';
import styles from './feed.module.css';
import { FeedRow } from './feed-row.tsx';
import type { FeedSignal } from './signal-view.ts';

export interface FeedListProps {
  readonly signals: readonly FeedSignal[];
  /** Whether there are more than those loaded. */
  readonly hasMore: boolean;
  /** How many there are, loaded or not; null when nobody counted that far. */
  readonly size: number | null;
  readonly current: string | null;
  readonly onCurrent: (id: string) => void;
  readonly onOpen: (id: string) => void;
  /** Asked for when the reader comes near the end of what is loaded. */
  readonly onNearEnd: () => void;
  readonly isNew: (signal: FeedSignal) => boolean;
  readonly now: number;
  readonly listRef: RefObject<HTMLDivElement | null>;
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

type Rows = Virtualizer<HTMLDivElement, Element>;

/** Rows that come or go above must not push away what the reader looks at: the row looked at keeps its place on the screen. */
function useSteadyScroll(rows: Rows, places: ReadonlyMap<string, number>, current: string | null): void {
  const held = useRef<{ readonly id: string; readonly below: number } | null>(null);
  useLayoutEffect(() => {
    const place = held.current === null ? undefined : places.get(held.current.id);
    const start = place === undefined ? undefined : rows.measurementsCache[place]?.start;
    if (held.current === null || start === undefined) return;
    const wanted = Math.max(0, start - held.current.below);
    if (Math.abs(wanted - (rows.scrollOffset ?? 0)) > 1) rows.scrollToOffset(wanted);
  }, [rows, places]);
  useLayoutEffect(() => {
    const offset = rows.scrollOffset ?? 0;
    const seen = rows.getVirtualItems().filter((item) => item.end > offset && item.start < offset + (rows.scrollRect?.height ?? 0));
    const item = seen.find((one) => one.key === current) ?? seen[0];
    held.current = item ? { id: String(item.key), below: item.start - offset } : null;
  });
}

/** A list box of any length: only the rows in sight are in the page. */
export function FeedList({ signals, hasMore, size, current, onCurrent, onOpen, onNearEnd, isNew, now, listRef }: FeedListProps): ReactElement {
  const { density } = usePreferences();
  const phone = useMediaQuery('(max-width: 640px)') ?? false;
  const id = useId();
  const places = useMemo(() => new Map(signals.map((signal, index) => [signal.id, index])), [signals]);
  const at = current === null ? -1 : (places.get(current) ?? -1);
  const rows = useVirtualizer<HTMLDivElement, Element>({
    count: signals.length,
    getScrollElement: () => listRef.current,
    estimateSize: () => (phone ? PHONE_ROW : rowHeights[density]),
    getItemKey: (index) => signals[index]?.id ?? index,
    overscan: 8,
    initialRect: { width: 900, height: 700 },
  });
  const visible = rows.getVirtualItems();
  const lastVisible = visible.at(-1)?.index ?? 0;

  useEffect(() => rows.measure(), [rows, phone, density]);
  useSteadyScroll(rows, places, current);
  const isListed = at >= 0;
  useEffect(() => {
    const place = current === null ? undefined : places.get(current);
    if (place !== undefined) rows.scrollToIndex(place);
    // Only when another row becomes the current one: rows that arrive must not move the list.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [rows, current, isListed]);
  useEffect(() => {
    if (hasMore && lastVisible >= signals.length - NEAR_END) onNearEnd();
  }, [lastVisible, signals.length, hasMore, onNearEnd]);

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
    <div ref={listRef} className={styles.rows} role="listbox" tabIndex={0} aria-label={t('quality.feed.list')} aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined} onKeyDown={onKeyDown}>
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
              aria-setsize={size ?? -1}
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
