import { Button, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type PeerGroup, peerGroups } from '@wardwright/domain/quality/schema';
import { type ReactElement, useState } from 'react';
import { ErrorState } from '../../shell/components/states.tsx';
import { t } from '../../shell/i18n.tsx';
import { useMembership } from '../../shell/membership.tsx';
import { refusalOf } from '../../shell/refusal.ts';
import { useTRPC } from '../../shell/trpc.ts';
import { JobProgress } from '../import/job-progress.tsx';
import { type JobState, useJob } from '../import/use-job.ts';
import styles from './rooms.module.css';

/** Has all our hospitals compared again, with the peers of before or with others. */
export function CompareAgain({ current }: { readonly current: PeerGroup }): ReactElement {
  const trpc = useTRPC();
  const [chosen, setChosen] = useState<PeerGroup>(current);
  const compare = useMutation(trpc.quality.signals.recalculate.mutationOptions());
  const job = useJob(compare.data?.jobId ?? null);
  const isRunning = compare.isPending || (compare.isSuccess && (job === null || job.finishedAt === null));
  return (
    <>
      <label className={styles.peers}>
        {t('quality.import.peers')}
        <Select
          size="xs"
          w={230}
          allowDeselect={false}
          value={chosen}
          data={peerGroups.map((group) => ({ value: group, label: t(`quality.import.peers.${group}`) }))}
          onChange={(next) => setChosen(peerGroups.find((group) => group === next) ?? current)}
        />
      </label>
      <Button disabled={isRunning} onClick={() => compare.mutate({ peerGroup: chosen })}>
        {t('quality.compare')}
      </Button>
      {compare.error && <ErrorState {...refusalOf(compare.error)} />}
      {compare.isSuccess && <Outcome job={job} />}
    </>
  );
}

function Outcome({ job }: { readonly job: JobState | null }): ReactElement {
  const { tenant } = useMembership();
  return (
    <div className={styles.outcome}>
      {job?.finishedAt == null ? <JobProgress job={job} /> : <p role="status">{job.status === 'succeeded' ? t('quality.compare.done') : (job.error ?? t(`system.jobs.status.${job.status}`))}</p>}
      {job?.status === 'succeeded' && (
        <Link to="/t/$tenant/quality/signals" params={{ tenant: tenant.slug }}>
          {t('quality.import.see')}
        </Link>
      )}
    </div>
  );
}
