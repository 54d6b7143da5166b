import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
import { type ReactElement, useEffect, useState } from 'react';
import { PageHeader } from '../../shell/components/page-header.tsx';
import { Segmented } from '../../shell/components/segmented.tsx';
import { Empty, ErrorState, Loading } from '../../shell/components/states.tsx';
import { formatNumber } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { Icon } from '../../shell/icons.tsx';
import { useMay, useMembership } from '../../shell/membership.tsx';
import { refusalOf } from '../../shell/refusal.ts';
import { useTRPC } from '../../shell/trpc.ts';
import { RoomViews } from '../feed-ways.tsx';
import feed from '../feed.module.css';
import frame from '../import/import.module.css';
import { ShowMore } from '../show-more.tsx';
import { CompareAgain } from './compare-again.tsx';
import { FacilityTable } from './facility-table.tsx';
import styles from './rooms.module.css';

/** A hospital as the list shows it. */
export type Facility = inferRouterOutputs<AppRouter>['quality']['findFacilities']['rows'][number];

const PAUSE_MS = 250;

/** Hospitals, ours and peers: which of them are ours decides what gets signals. */
export function FacilitiesPage(): ReactElement {
  const { tenant } = useMembership();
  const { whose = 'ours', search = '' } = useSearch({ from: '/t/$tenant/quality/facilities' });
  const navigate = useNavigate();
  const trpc = useTRPC();
  const mayCompare = useMay('quality.signal.recalculate');
  const [words, setWords] = useState(search);
  const [asked] = useDebouncedValue(words.trim(), PAUSE_MS);
  const go = (next: { whose?: typeof whose; search?: string }): void => void navigate({ to: '/t/$tenant/quality/facilities', params: { tenant: tenant.slug }, search: next, replace: true });
  useEffect(() => {
    if (asked !== search) go({ whose, ...(asked === '' ? {} : { search: asked }) });
    // Only words that have come to rest are written; the address does not write the field.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [asked]);
  const counts = useQuery(trpc.quality.countFacilities.queryOptions({}));
  const views = [
    { value: 'ours', label: t('quality.facilities.ours', { n: formatNumber(counts.data?.ours ?? 0) }) },
    { value: 'all', label: t('quality.facilities.all', { n: formatNumber((counts.data?.ours ?? 0) + (counts.data?.peers ?? 0)) }) },
  ] as const;
  return (
    <div className={frame.page}>
      <PageHeader title={t('quality.rooms.facilities')} keepViews views={<RoomViews current="facilities" />} />
      <div className={frame.body}>
        <div className={styles.tools}>
          <label className={feed.search}>
            <Icon name="search" />
            <input type="search" aria-label={t('quality.facilities.search')} placeholder={t('quality.facilities.search.short')} maxLength={100} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
          </label>
          <Segmented label={t('quality.facilities.whose')} options={views} value={whose} onChange={(next) => go({ whose: next, ...(search === '' ? {} : { search }) })} />
          {mayCompare && counts.data && <CompareAgain current={counts.data.peerGroup} />}
        </div>
        <Hospitals whose={whose} search={search} tenant={tenant.slug} />
      </div>
    </div>
  );
}

interface HospitalsProps {
  readonly whose: 'ours' | 'all';
  readonly search: string;
  readonly tenant: string;
}

function Hospitals({ whose, search, tenant }: HospitalsProps): ReactElement {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const input = { whose, limit: 100, ...(search === '' ? {} : { search }) };
  const list = useInfiniteQuery(trpc.quality.findFacilities.infiniteQueryOptions(input, { getNextPageParam: (last) => last.nextCursor }));
  const claim = useMutation(trpc.quality.claimFacility.mutationOptions({ onSettled: () => cache.invalidateQueries(trpc.quality.pathFilter()) }));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      {claim.error && <ErrorState {...refusalOf(claim.error)} />}
      {claim.isSuccess && <Said {...claim.data} />}
      {list.isPending && <Loading />}
      {list.isError && <ErrorState {...refusalOf(list.error)} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <NoHospitals whose={whose} isNarrowed={search !== ''} tenant={tenant} />}
      {rows.length > 0 && (
        <FacilityTable
          facilities={rows}
          busy={claim.isPending ? claim.variables.id : null}
          onClaim={({ id, version, isOwn }) => claim.mutate({ id, expectedVersion: version, isOwn: !isOwn })}
        />
      )}
      <ShowMore list={list} />
    </>
  );
}

/** What became of a hospital, and what follows from it. */
function Said({ isOwn, name }: Pick<Facility, 'isOwn' | 'name'>): ReactElement {
  return (
    <p className={styles.said} role="status">
      {t(isOwn ? 'quality.facilities.claimed' : 'quality.facilities.given', { name })}
    </p>
  );
}

function NoHospitals({ whose, isNarrowed, tenant }: Omit<HospitalsProps, 'search'> & { readonly isNarrowed: boolean }): ReactElement {
  if (isNarrowed) return <Empty title={t('quality.facilities.nothing')}>{t('quality.facilities.nothing.text')}</Empty>;
  if (whose === 'all') {
    return (
      <Empty
        title={t('quality.facilities.none')}
        action={
          <Button component={Link} to={`/t/${tenant}/quality/import`} variant="filled">
            {t('quality.rooms.first')}
          </Button>
        }
      >
        {t('quality.facilities.none.text')}
      </Empty>
    );
  }
  return <Empty title={t('quality.facilities.none.ours')}>{t('quality.facilities.none.ours.text')}</Empty>;
}
