import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { z } from 'zod';
import { PageTitle } from '../../shell/components/page-title.tsx';
import { ErrorState, Loading } from '../../shell/components/states.tsx';
import { formatMoment, formatNumber } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { wordsOr } from '../../shell/known-words.ts';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { refusalCode, refusalOf } from '../../shell/refusal.ts';
import { useTRPC } from '../../shell/trpc.ts';
import { CancelAction, StagedActions } from './batch-actions.tsx';
import { BatchPreview } from './batch-preview.tsx';
import { BatchReport } from './batch-report.tsx';
import styles from './import.module.css';
import type { Batch } from './imports-page.tsx';
import { JobProgress } from './job-progress.tsx';
import { Rejections } from './rejections.tsx';
import { useJob } from './use-job.ts';

/** One import from its upload to its report; the server says when it goes on. */
export function ImportPage(): ReactElement {
  const { tenant, id } = useParams({ from: '/t/$tenant/quality/import/$id' });
  const trpc = useTRPC();
  const isId = z.uuid().safeParse(id).success;
  const batch = useQuery(trpc.quality.imports.get.queryOptions({ id }, { enabled: isId }));
  if (!isId || refusalCode(batch.error) === 'not-found') return <NotFoundPage home={`/t/${tenant}`} />;
  if (batch.data) return <Loaded tenant={tenant} batch={batch.data} />;
  if (batch.error) return <ErrorState {...refusalOf(batch.error)} onRetry={() => void batch.refetch()} />;
  return <Loading rows={8} />;
}

interface LoadedProps {
  readonly tenant: string;
  readonly batch: Batch;
}

function Loaded({ tenant, batch }: LoadedProps): ReactElement {
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <nav className={styles.crumb} aria-label={t('quality.signal.path')}>
          <Link to="/t/$tenant/quality/import" params={{ tenant }}>
            {t('quality.import.back')}
          </Link>
          <span aria-hidden="true">/</span>
          <span>{t('quality.import.status.since', { state: t(`quality.import.status.${batch.status}`), moment: formatMoment(batch.finishedAt ?? batch.updatedAt) })}</span>
          {batch.requestedByName !== null && <span aria-hidden="true">·</span>}
          {batch.requestedByName !== null && <span>{batch.requestedByName}</span>}
        </nav>
        <PageTitle>{batch.fileName}</PageTitle>
        <Recognised batch={batch} />
      </div>
      <div className={styles.body} style={{ marginTop: 14 }}>
        {bodyOf({ tenant, batch })}
        {batch.rowsRejected > 0 && <Rejections tenant={tenant} batch={batch} />}
      </div>
      {batch.status === 'staged' && <StagedActions batch={batch} />}
    </div>
  );
}

const recognisedWords = ({ form, delimiter, compressed }: NonNullable<Batch['report']['preview']>): string =>
  t('quality.import.recognised', {
    form: wordsOr(`quality.import.form.${form}`, form),
    delimiter: wordsOr(`quality.import.separator.${delimiter}`, delimiter),
    packed: compressed ? 'yes' : 'no',
  });

/** What the file turned out to be and how its rows divide, once it has been read. */
function Recognised({ batch }: { readonly batch: Batch }): ReactElement | null {
  const preview = batch.report.preview;
  if (!preview) return null;
  const counts = {
    read: formatNumber(batch.rowsRead),
    stored: formatNumber(batch.rowsStored),
    suppressed: formatNumber(batch.rowsSuppressed),
    rejected: formatNumber(batch.rowsRejected),
  };
  return (
    <>
      <p className={styles.because}>{batch.status === 'applied' ? t('quality.import.books', counts) : t('quality.import.books.would', counts)}</p>
      <p className={styles.hint}>{recognisedWords(preview)}</p>
    </>
  );
}

function bodyOf({ tenant, batch }: LoadedProps): ReactNode {
  switch (batch.status) {
    case 'staging':
    case 'applying':
      return <Working key={batch.jobId} batch={batch} />;
    case 'staged':
      return <BatchPreview tenant={tenant} batch={batch} />;
    case 'applied':
      return <BatchReport tenant={tenant} batch={batch} />;
    case 'failed':
      return <Failed tenant={tenant} batch={batch} />;
    case 'cancelled':
      return <Ended tenant={tenant} />;
  }
}

function Failed({ tenant, batch }: LoadedProps): ReactElement {
  return (
    <>
      <ErrorState title={t('quality.import.failed')} detail={batch.errorMessage ?? ''} kept={t('quality.import.failed.kept')} />
      <p className={styles.progress}>
        <Another tenant={tenant} />
      </p>
    </>
  );
}

const Another = ({ tenant }: { readonly tenant: string }): ReactElement => (
  <Link className={styles.link} to="/t/$tenant/quality/import" params={{ tenant }}>
    {t('quality.import.another')}
  </Link>
);

function Ended({ tenant }: { readonly tenant: string }): ReactElement {
  return (
    <div className={styles.progress} role="status">
      <p className={styles.lead}>{t('quality.import.cancelled')}</p>
      <p className={styles.hint}>{t('quality.import.cancelled.text')}</p>
      <p>
        <Another tenant={tenant} />
      </p>
    </div>
  );
}

function Working({ batch }: { readonly batch: Batch }): ReactElement {
  const job = useJob(batch.jobId);
  return (
    <div className={styles.progress}>
      <JobProgress job={job} />
      <p className={styles.hint}>{t('quality.import.working')}</p>
      <div>
        <CancelAction batch={batch} isAsked={job !== null && job.cancelRequestedAt !== null} />
      </div>
    </div>
  );
}
