import { Button } from '@mantine/core';
import { type ReactElement, type ReactNode, useRef, useState } from 'react';
import { KeyLine } from '../shell/components/key-line.tsx';
import { PageHeader } from '../shell/components/page-header.tsx';
import { PanePage } from '../shell/components/pane-page.tsx';
import { Empty, ErrorState, type ErrorStateProps, Loading } from '../shell/components/states.tsx';
import { t } from '../shell/i18n.tsx';
import { type Shortcut, useShortcuts } from '../shell/keys.ts';
import styles from './feed.module.css';
import { type Count, countWords } from './feed-counts.ts';
import { type FeedFilter, FeedFilters } from './feed-filters.tsx';
import { FeedList, type FeedListProps } from './feed-list.tsx';
import { FeedColumns, type Freshness, FreshnessLine } from './feed-row.tsx';
import { FeedSearchField } from './feed-search-field.tsx';

export interface FeedViewProps extends Omit<FeedListProps, 'size' | 'now' | 'listRef'> {
  /** How many fit the filters, and how many there are without them. */
  readonly matching: Count;
  readonly total: Count;
  readonly filters: readonly FeedFilter[];
  readonly onFilter: (key: string, chosen: readonly string[]) => void;
  readonly words: string;
  readonly onSearch: (words: string) => void;
  /** Whether anything narrows the list, and what takes all of it away. */
  readonly narrowed: boolean;
  readonly onClear: () => void;
  readonly freshness: Freshness | null;
  readonly state: 'ready' | 'loading' | ErrorStateProps;
  readonly preview: ReactNode;
  /** Links to the views of the feed, and to the pages behind it. */
  readonly views: ReactNode;
  readonly tools?: ReactNode;
  /** Said and offered where nothing has been compared yet. */
  readonly firstStep?: ReactNode;
  /** Whether anything has ever been compared. */
  readonly isCompared: boolean;
  readonly isClosedView: boolean;
  readonly now: number;
}

type BodyProps = Pick<FeedViewProps, 'state' | 'total' | 'freshness' | 'narrowed' | 'onClear' | 'firstStep' | 'isCompared' | 'isClosedView'> & {
  readonly list: ReactNode;
  readonly hasRows: boolean;
};

/** Rows that are known stay on the page whatever happens to a later request. */
function Body({ state, total, freshness, narrowed, onClear, firstStep, isCompared, isClosedView, list, hasRows }: BodyProps): ReactElement {
  if (hasRows) return <>{list}</>;
  if (state === 'loading') return <Loading rows={12} />;
  if (typeof state === 'object') return <div />;
  if (narrowed) {
    return (
      <Empty title={t('quality.feed.nothing')} action={<Button onClick={onClear}>{t('quality.feed.clear')}</Button>}>
        {t('quality.feed.nothing.text', { total: countWords(total) })}
      </Empty>
    );
  }
  if (isClosedView) return <Empty title={t('quality.feed.closed.empty')}>{t('quality.feed.closed.empty.text')}</Empty>;
  if (!isCompared) {
    return (
      <Empty title={t('quality.feed.first')} action={firstStep}>
        {t('quality.feed.never')}
      </Empty>
    );
  }
  return <Empty title={t('quality.feed.empty')}>{freshness && t('quality.feed.empty.text', { metrics: freshness.metrics, moment: freshness.moment })}</Empty>;
}

/** How many rows are looked at for the longest series; all of one tenant are about as long. */
const LOOKED_AT = 50;

/** The feed as a page: what needs somebody, worst first, with the reason of the current one beside it. */
export function FeedView(props: FeedViewProps): ReactElement {
  const { signals, current, matching, total, filters, freshness, state, preview, now } = props;
  const [previewOpen, setPreviewOpen] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const at = signals.findIndex((signal) => signal.id === current);
  const move = (step: number): void => {
    const next = signals[Math.max(0, Math.min(signals.length - 1, at + step))];
    if (next) props.onCurrent(next.id);
  };
  const focusSearch = (): void => {
    search.current?.focus();
    search.current?.select();
  };
  const shortcuts: readonly Shortcut[] = [
    { keys: 'j', label: 'quality.keys.next', run: () => move(1) },
    { keys: 'k', label: 'quality.keys.previous', run: () => move(-1) },
    { keys: 'o', label: 'quality.keys.open', run: () => current !== null && props.onOpen(current) },
    { keys: '/', label: 'quality.keys.filter', run: focusSearch },
  ];
  useShortcuts('quality.keys.title', shortcuts);
  const choose = (id: string): void => {
    setPreviewOpen(true);
    props.onCurrent(id);
  };
  const longest = Math.max(0, ...signals.slice(0, LOOKED_AT).map((signal) => signal.sparkline.values.length));
  const counts = { n: countWords(matching), total: countWords(total) };
  return (
    <PanePage kind="preview" asideOpen={previewOpen} aside={preview}>
      <section className={styles.list} aria-label={t('quality.feed.title')}>
        <PageHeader title={t('quality.feed.title')} count={t('quality.feed.count', counts)} views={props.views} keepViews {...(props.tools ? { tools: props.tools } : {})} />
        <div className={styles.filters}>
          <FeedSearchField ref={search} value={props.words} onSearch={props.onSearch} onLeave={() => list.current?.focus()} />
          <FeedFilters filters={filters} onChange={props.onFilter} />
          {total.count > 0 && <span className={styles.order}>{t(counts.n === counts.total ? 'quality.feed.order.all' : 'quality.feed.order', counts)}</span>}
        </div>
        <FreshnessLine freshness={freshness} />
        {signals.length > 0 || state === 'loading' ? <FeedColumns periods={longest} /> : <div className={styles.rule} />}
        <div className={styles.rowsArea}>
          {typeof state === 'object' && <ErrorState {...state} />}
          <Body
            {...props}
            hasRows={signals.length > 0}
            list={
              <FeedList
                signals={signals}
                hasMore={props.hasMore}
                size={matching.isCapped ? null : matching.count}
                current={current}
                onCurrent={choose}
                onOpen={props.onOpen}
                onNearEnd={props.onNearEnd}
                isNew={props.isNew}
                now={now}
                listRef={list}
              />
            }
          />
        </div>
        <KeyLine shortcuts={shortcuts} />
      </section>
    </PanePage>
  );
}
