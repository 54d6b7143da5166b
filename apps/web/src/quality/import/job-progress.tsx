import { Progress } from '@mantine/core';
import type { ReactElement } from 'react';
import { formatNumber } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { phaseWords } from '../../system/job-title.ts';
import type { JobState } from './use-job.ts';

function wordsOf(job: JobState | null): string {
  if (job === null || job.phase === null) return t('quality.import.starting');
  const done = formatNumber(job.done);
  const phase = phaseWords(job.phase);
  return job.total === null ? t('quality.import.phase.rows', { phase, done }) : t('quality.import.phase', { phase, done, total: formatNumber(job.total) });
}

/** What a job does now, in words; a bar only where the end is known. */
export function JobProgress({ job }: { readonly job: JobState | null }): ReactElement {
  const words = wordsOf(job);
  const share = job?.total ? Math.min(100, Math.round((100 * job.done) / job.total)) : null;
  return (
    <>
      <p role="status">{words}</p>
      {share !== null && <Progress size="sm" radius="xs" value={share} aria-label={words} />}
    </>
  );
}
