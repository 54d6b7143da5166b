import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
import type { ReactElement, ReactNode } from 'react';
import { z } from 'zod';
import { ErrorState, Loading } from '../shell/components/states.tsx';
import { formatMoment } from '../shell/format.ts';
import { t } from '../shell/i18n.tsx';
import { NotFoundPage } from '../shell/not-found-page.tsx';
import { refusalCode, refusalOf } from '../shell/refusal.ts';
import { useTRPC } from '../shell/trpc.ts';
import { runPoints } from './charts/run-points.ts';
import type { HistoryEvent } from './components/activity-list.tsx';
import { feedAddress } from './feed-address.ts';
import { SignalPageView } from './signal-page-view.tsx';
import { signalCode } from './wording.ts';

type Page = inferRouterOutputs<AppRouter>['quality']['signals']['page'];

/** One signal; what is unknown and what belongs to another hospital group are answered alike. */
export function SignalPage(): ReactElement {
  const { tenant, id } = useParams({ from: '/t/$tenant/quality/signals/$id' });
  const trpc = useTRPC();
  const isId = z.uuid().safeParse(id).success;
  const page = useQuery(trpc.quality.signals.page.queryOptions({ id }, { enabled: isId }));
  if (!isId || refusalCode(page.error) === 'not-found') return <NotFoundPage home={`/t/${tenant}`} />;
  if (page.data) return <Loaded key={id} tenant={tenant} page={page.data} />;
  if (page.error) return <ErrorState {...refusalOf(page.error)} onRetry={() => void page.refetch()} />;
  return <Loading rows={10} />;
}

function Loaded({ tenant, page }: { readonly tenant: string; readonly page: Page }): ReactElement {
  const { regressionOf, periods, distribution, contributions, rules, changes, dataNotes } = page;
  const missing = missingOf(page);
  return (
    <SignalPageView
      detail={page}
      points={runPoints(periods)}
      distribution={distribution}
      contributions={contributions}
      events={page.history.map(eventOf)}
      feedLink={
        <Link to="/t/$tenant/quality/signals" params={{ tenant }} search={feedAddress(tenant)}>
          {t('quality.signal.crumb')}
        </Link>
      }
      {...(regressionOf ? { regression: <Regression tenant={tenant} earlier={regressionOf} /> } : {})}
      {...(missing ? { missing } : {})}
      why={{ rules, changes, dataNotes }}
    />
  );
}

function Regression({ tenant, earlier }: { readonly tenant: string; readonly earlier: NonNullable<Page['regressionOf']> }): ReactNode {
  const [before, after] = t('quality.signal.regression', { code: '\n' }).split('\n');
  return (
    <>
      {before}
      <Link to="/t/$tenant/quality/signals/$id" params={{ tenant, id: earlier.id }}>
        {signalCode(earlier)}
      </Link>
      {after}
      {earlier.closedAt !== null && t('quality.signal.regression.closed', { moment: formatMoment(earlier.closedAt) })}
    </>
  );
}

type Entry = Page['history'][number];

/** A comparison finds what it finds, whoever started it; everything else is somebody's doing. */
function eventOf({ id, at, action, actorKind, actorName, text }: Entry): HistoryEvent {
  const who = actorKind === 'user' ? (actorName ?? t('quality.history.somebody')) : null;
  if (who !== null && action === 'quality.signal.detect') return { id, at, who: null, text: t('quality.history.started', { text, name: who }) };
  return { id, at, who, text };
}

/** What the chart cannot show, said before a reader wonders. */
function missingOf({ periods, signal }: Page): { lead: string; text: string } | null {
  const withheld = periods.filter((period) => period.value === null).length;
  if (withheld > 0) return { lead: t('quality.missing.withheld', { n: withheld, total: periods.length }), text: t('quality.missing.withheld.text') };
  if (signal.unclassifiedReason === 'too_few_periods') return { lead: t('quality.missing.few', { n: periods.length }), text: t('quality.missing.few.text') };
  return null;
}
