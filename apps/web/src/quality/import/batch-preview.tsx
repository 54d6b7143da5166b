import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { type Fact, Facts } from '../../shell/components/facts.tsx';
import { formatMoment, formatNumber } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import table from '../../shell/resource/resource.module.css';
import styles from './import.module.css';
import type { Batch } from './imports-page.tsx';

type Preview = NonNullable<Batch['report']['preview']>;

/** What a file would change, or did. */
export function changeFacts({ changes, facilities }: Preview): Fact[] {
  return [
    { label: t('quality.import.added'), value: formatNumber(changes.added) },
    { label: t('quality.import.changed'), value: formatNumber(changes.changed) },
    { label: t('quality.import.unchanged'), value: formatNumber(changes.unchanged) },
    { label: t('quality.import.hospitals.added'), value: formatNumber(facilities.added) },
    { label: t('quality.import.hospitals.known'), value: formatNumber(facilities.known) },
  ];
}

/** Everything worth seeing before saying yes. */
export function BatchPreview({ tenant, batch }: { readonly tenant: string; readonly batch: Batch }): ReactElement | null {
  const { preview } = batch.report;
  if (!preview) return null;
  return (
    <>
      <Section title={t('quality.import.changes')}>
        <div className={styles.facts}>
          <Facts layout="strip" facts={changeFacts(preview)} />
        </div>
      </Section>
      {(preview.notes.length > 0 || preview.sameFile) && (
        <Section title={t('quality.import.notes')}>
          <ul className={styles.notes}>
            {preview.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
            {preview.sameFile?.appliedAt && (
              <li>
                <Link className={styles.link} to="/t/$tenant/quality/import/$id" params={{ tenant, id: preview.sameFile.id }}>
                  {t('quality.import.same', { moment: formatMoment(preview.sameFile.appliedAt) })}
                </Link>
              </li>
            )}
          </ul>
        </Section>
      )}
      <FirstRows preview={preview} />
      <div className={styles.two}>
        <Counted title={t('quality.import.periods')} heads={[t('quality.import.period'), t('quality.import.stored'), t('quality.import.suppressed')]} rows={preview.periods.map((one) => [one.label, one.stored, one.suppressed])} />
        <Counted title={t('quality.import.measures')} heads={[t('quality.import.measure'), t('quality.import.rows')]} rows={preview.measures.map((one) => [one.label, one.rows])} />
      </div>
    </>
  );
}

/** A heading and what stands under it. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Enough to see a shifted column. */
const SHOWN = 8;

/** The file as it is written, so that a shifted column is seen at once. */
function FirstRows({ preview }: { readonly preview: Preview }): ReactElement {
  return (
    <Section title={t('quality.import.first')}>
      <div className={styles.scroll} role="region" aria-label={t('quality.import.first')} tabIndex={0}>
        <table className={styles.raw}>
          <thead>
            <tr>
              {preview.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.firstRows.slice(0, SHOWN).map((row) => (
              <tr key={row.join('\t')}>
                {preview.columns.map((column, index) => (
                  <td key={column}>{row[index] ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

interface CountedProps {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly [string, ...number[]])[];
}

function Counted({ title, heads, rows }: CountedProps): ReactElement | null {
  if (rows.length === 0) return null;
  return (
    <Section title={title}>
      <table className={table.table} aria-label={title}>
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th key={head} scope="col" className={index > 0 ? table.number : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, ...counts]) => (
            <tr key={label}>
              <td>{label}</td>
              {counts.map((count, index) => (
                <td key={heads[index + 1]} className={table.number}>
                  <span className={styles.narrow}>{heads[index + 1]} </span>
                  {formatNumber(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
