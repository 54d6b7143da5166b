import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { ViewLinks } from '../shell/components/view-links.tsx';
import { t } from '../shell/i18n.tsx';
import { useMay, useMembership } from '../shell/membership.tsx';
import { type Count, countWords } from './feed-counts.ts';
import styles from './feed.module.css';

export interface FeedViewsProps {
  readonly tenant: string;
  readonly state: 'open' | 'closed';
  readonly counts: { readonly open: Count; readonly closed: Count } | undefined;
  /** On a phone the pages behind the feed stand in the same line. */
  readonly withRooms: boolean;
}

/** Open and closed signals, with how many there are. */
export function FeedViews({ tenant, state, counts, withRooms }: FeedViewsProps): ReactElement {
  const behind = useRooms().map(({ href: address, label }) => ({ href: address, label: t(label), current: false }));
  const href = `/t/${tenant}/quality/signals`;
  const link = (view: 'open' | 'closed') => ({
    href,
    search: view === 'open' ? {} : { state: view },
    label: t(`quality.feed.${view}_view`),
    current: view === state,
    ...(counts ? { count: countWords(counts[view]) } : {}),
  });
  return <ViewLinks label={t('quality.feed.views')} links={[link('open'), link('closed'), ...(withRooms ? behind : [])]} />;
}

/** The rooms behind the feed. */
const rooms = [
  { path: 'facilities', label: 'quality.rooms.facilities', permission: 'quality.facility.read' },
  { path: 'metrics', label: 'quality.rooms.metrics', permission: 'quality.metric.read' },
  { path: 'import', label: 'quality.rooms.import', permission: 'quality.import.read' },
] as const;

/** The pages of quality beside the feed, as far as the reader may open them. */
function useRooms() {
  const { tenant, permissions } = useMembership();
  return rooms.filter((room) => permissions.has(room.permission)).map((room) => ({ ...room, href: `/t/${tenant.slug}/quality/${room.path}` }));
}

/** Links from the feed to what it is made of. */
export function FeedTools(): ReactElement {
  return (
    <nav className={styles.rooms} aria-label={t('quality.rooms')}>
      {useRooms().map((room) => (
        <Button key={room.path} component={Link} to={room.href} variant={room.path === 'import' ? 'default' : 'subtle'}>
          {t(room.label)}
        </Button>
      ))}
    </nav>
  );
}

/** Links between the pages behind the feed, the feed first. */
export function RoomViews({ current }: { readonly current: (typeof rooms)[number]['path'] }): ReactElement {
  const { tenant } = useMembership();
  const mayRead = useMay('quality.signal.read');
  const feed = mayRead ? [{ href: `/t/${tenant.slug}/quality/signals`, label: t('quality.feed.title'), current: false }] : [];
  return <ViewLinks label={t('quality.rooms')} links={[...feed, ...useRooms().map(({ href, label, path }) => ({ href, label: t(label), current: path === current }))]} />;
}

/** What to do where nothing has been compared yet. */
export function FirstStep(): ReactElement | null {
  const { tenant } = useMembership();
  const mayImport = useMay('quality.import.run');
  const mayClaim = useMay('quality.facility.write');
  if (!mayImport && !mayClaim) return null;
  return (
    <span className={styles.rooms}>
      {mayImport && (
        <Button component={Link} to={`/t/${tenant.slug}/quality/import`} variant="filled">
          {t('quality.rooms.first')}
        </Button>
      )}
      {mayClaim && (
        <Button component={Link} to={`/t/${tenant.slug}/quality/facilities`}>
          {t('quality.facilities.first')}
        </Button>
      )}
    </span>
  );
}
