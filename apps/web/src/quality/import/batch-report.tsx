import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { peerGroups, signalTypes } from '@wardwright/domain/quality/schema';
import type { ReactElement } from 'react';
import { Facts } from '../../shell/components/facts.tsx';
import { formatNumber } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { wordsOr } from '../../shell/known-words.ts';
import { TypeCounts } from '../components/type-counts.tsx';
import { changeFacts, Section } from './batch-preview.tsx';
import styles from './import.module.css';
import type { Batch } from './imports-page.tsx';

type Detection = NonNullable<Batch['report']['detection']>;

/** What came of an import: the values, the comparison that followed, and the way to its signals. */
export function BatchReport({ tenant, batch }: { readonly tenant: string; readonly batch: Batch }): ReactElement {
  const { preview, detection } = batch.report;
  return (
    <>
      {preview && (
        <Section title={t('quality.import.changes.did')}>
          <div className={styles.facts}>
            <Facts layout="strip" facts={changeFacts(preview)} />
          </div>
        </Section>
      )}
      {detection && <Comparison detection={detection} />}
      <div className={styles.ways}>
        <Button component={Link} to={`/t/${tenant}/quality/signals`} variant="filled">
          {t('quality.import.see')}
        </Button>
        <Button component={Link} to={`/t/${tenant}/quality/import`}>
          {t('quality.import.another')}
        </Button>
      </div>
    </>
  );
}

/** How the comparison with the peers came out. */
function Comparison({ detection }: { readonly detection: Detection }): ReactElement {
  const { created, updated, skipped, processed, series, skippedBecause, byType } = detection;
  const group = peerGroups.find((one) => one === detection.peerGroup);
  const facts = [
    { label: t('quality.import.series'), value: formatNumber(processed), note: t('quality.import.series.of', { n: formatNumber(series) }) },
    { label: t('quality.import.signals.created'), value: formatNumber(created) },
    { label: t('quality.import.signals.updated'), value: formatNumber(updated) },
    { label: t('quality.import.signals.skipped'), value: formatNumber(skipped) },
  ];
  const counts = Object.fromEntries(signalTypes.map((type) => [type, byType[type] ?? 0]));
  return (
    <Section title={`${t('quality.import.compared')} ${group ? t('quality.import.compared.with', { peers: t(`quality.import.peers.${group}`) }) : ''}`.trim()}>
      <div className={styles.facts}>
        <Facts layout="strip" facts={facts} />
      </div>
      {skippedBecause.length > 0 && (
        <ul className={styles.notes}>
          {skippedBecause.map(({ reason, count }) => (
            <li key={reason}>{t('quality.import.skipped.because', { reason: wordsOr(`quality.import.skipped.${reason}`, reason), n: formatNumber(count) })}</li>
          ))}
        </ul>
      )}
      {processed > 0 ? (
        <div className={styles.counts}>
          <TypeCounts counts={counts} />
        </div>
      ) : (
        <p className={styles.hint}>{t('quality.import.no_own')}</p>
      )}
    </Section>
  );
}
