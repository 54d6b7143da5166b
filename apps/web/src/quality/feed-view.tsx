import { type ReactElement, type ReactNode, useRef, useState } from 'react';
import { KeyLine } from '../shell/components/key-line.tsx';
import { PageHeader } from '../shell/components/page-header.tsx';
import { PanePage } from '../shell/components/pane-page.tsx';
import { Empty, ErrorState, type ErrorStateProps, Loading } from '../shell/components/states.tsx';
import { formatNumber } from '../shell/format.ts';
import { t } from '../shell/i18n.tsx';
import { type Shortcut, useShortcuts } from '../shell/keys.ts';
import styles from './feed.module.css';
import { type FeedFilter, FeedFilters } from './feed-filters.tsx';
import { FeedList, type FeedListProps } from './feed-list.tsx';
import { FeedColumns, type Freshness, FreshnessLine } from './feed-row.tsx';

export interface FeedViewProps extends Omit<FeedListProps, 'total' | 'now'> {
  /** How many fit the filters, and how many there are without them. */
  readonly matching: number;
  readonly total: number;
  readonly filters: readonly FeedFilter[];
  readonly onFilter: (key: string, chosen: readonly string[]) => void;
  readonly freshness: Freshness | null;
  readonly state: 'ready' | 'loading' | ErrorStateProps;
  readonly preview: ReactNode;
  /** Links to the views of the feed. */
  readonly views: ReactNode;
  readonly now: number;
}

type BodyProps = Pick<FeedViewProps, 'state' | 'matching' | 'total' | 'freshness'> & { readonly list: ReactNode; readonly hasRows: boolean };

/** Rows that are known stay on the page whatever happens to a later request. */
function Body({ state, matching, total, freshness, list, hasRows }: BodyProps): ReactElement {
  if (state === 'loading' && !hasRows) return <Loading rows={12} />;
  if (hasRows) return <>{list}</>;
  if (typeof state === 'object') return <div />;
  if (total > 0 && matching === 0) {
    return <Empty title={t('quality.feed.nothing')}>{t('quality.feed.nothing.text', { total })}</Empty>;
  }
  const checked = freshness ? t('quality.feed.empty.text', freshness) : t('quality.feed.never');
  return <Empty title={t('quality.feed.empty')}>{checked}</Empty>;
}

/** The feed as a page: what needs somebody, worst first, with the reason of the current one beside it. */
export function FeedView(props: FeedViewProps): ReactElement {
  const { signals, current, matching, total, filters, freshness, state, preview, now } = props;
  const [previewOpen, setPreviewOpen] = useState(false);
  const firstFilter = useRef<HTMLButtonElement>(null);
  const at = signals.findIndex((signal) => signal.id === current);
  const move = (step: number): void => {
    const next = signals[Math.max(0, Math.min(signals.length - 1, at + step))];
    if (next) props.onCurrent(next.id);
  };
  const shortcuts: readonly Shortcut[] = [
    { keys: 'j', label: 'quality.keys.next', run: () => move(1) },
    { keys: 'k', label: 'quality.keys.previous', run: () => move(-1) },
    { keys: 'o', label: 'quality.keys.open', run: () => current !== null && props.onOpen(current) },
    { keys: '/', label: 'quality.keys.filter', run: () => firstFilter.current?.click() },
  ];
  useShortcuts('quality.keys.title', shortcuts);
  const choose = (id: string): void => {
    setPreviewOpen(true);
    props.onCurrent(id);
  };
  const longest = signals.reduce((most, signal) => Math.max(most, signal.sparkline.values.length), 0);
  return (
    <PanePage kind="preview" asideOpen={previewOpen} aside={preview}>
      <section className={styles.list} aria-label={t('quality.feed.title')}>
        <PageHeader title={t('quality.feed.title')} count={t('quality.feed.count', { n: formatNumber(matching), total: formatNumber(total) })} views={props.views} />
        <div className={styles.filters}>
          <FeedFilters filters={filters} onChange={props.onFilter} firstRef={firstFilter} />
          {total > 0 && <span className={styles.order}>{t('quality.feed.order', { n: formatNumber(matching), total: formatNumber(total) })}</span>}
        </div>
        {freshness ? <FreshnessLine {...freshness} /> : <div />}
        {signals.length > 0 ? <FeedColumns periods={longest} /> : <div className={styles.rule} />}
        <div className={styles.rowsArea}>
          {typeof state === 'object' && <ErrorState {...state} />}
          <Body
            state={state}
            matching={matching}
            total={total}
            freshness={freshness}
            hasRows={signals.length > 0}
            list={<FeedList signals={signals} total={matching} current={current} onCurrent={choose} onOpen={props.onOpen} onNearEnd={props.onNearEnd} isNew={props.isNew} now={now} />}
          />
        </div>
        <KeyLine shortcuts={shortcuts} />
      </section>
    </PanePage>
  );
}
