import { Button, Progress } from '@mantine/core';
import { type DragEvent, type ReactElement, useRef, useState } from 'react';
import { ErrorState } from '../../shell/components/states.tsx';
import { formatNumber } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import styles from './import.module.css';
import { unsent } from './upload.ts';
import { type Upload, useUpload } from './use-upload.ts';

const MEGABYTE = 1024 * 1024;

function Sending({ sending, stop }: { readonly sending: NonNullable<Upload['sending']>; readonly stop: () => void }): ReactElement {
  const { name, sent } = sending;
  const share = sent === null ? 0 : Math.round((100 * sent.done) / Math.max(1, sent.total));
  return (
    <div className={styles.drop} role="status">
      <p className={styles.lead}>{t('quality.import.sending', { name })}</p>
      {sent !== null && (
        <>
          <Progress size="sm" radius="xs" value={share} aria-label={t('quality.import.sending', { name })} />
          <p className={styles.hint}>{t('quality.import.sent', { done: formatNumber(sent.done / MEGABYTE, 1), total: formatNumber(sent.total / MEGABYTE, 1) })}</p>
          <Button onClick={stop}>{t('quality.import.stop')}</Button>
        </>
      )}
    </div>
  );
}

function Chooser({ send }: { readonly send: (file: File) => void }): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) send(file);
  };
  const hover = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <div className={styles.drop} data-over={over} onDragOver={hover} onDragLeave={() => setOver(false)} onDrop={drop}>
      <p className={styles.lead}>{t('quality.import.drop')}</p>
      <p className={styles.hint}>{t('quality.import.drop.text')}</p>
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.gz,.tsv,.txt,text/csv,application/gzip"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) send(file);
        }}
      />
      <Button variant="filled" onClick={() => input.current?.click()}>
        {t('quality.import.choose')}
      </Button>
    </div>
  );
}

/** Where a file comes in: dropped, chosen, or taken from those that came with the product. */
export function DropZone({ tenant }: { readonly tenant: string }): ReactElement {
  const upload = useUpload(tenant);
  const years = t('quality.import.public.years');
  const details = t('quality.import.public.details');
  return (
    <>
      {upload.error !== null && <ErrorState {...unsent(upload.error)} />}
      <div className={styles.entry}>
        {upload.sending ? <Sending sending={upload.sending} stop={upload.stop} /> : <Chooser send={upload.send} />}
        <section className={styles.published}>
          <h2>{t('quality.import.public')}</h2>
          <div>
            <Button disabled={upload.sending !== null} onClick={() => upload.take('hrrp-2016-2026', years)}>
              {years}
            </Button>
            <p className={styles.hint}>{t('quality.import.public.years.text')}</p>
          </div>
          <div>
            <Button disabled={upload.sending !== null} onClick={() => upload.take('hospital-general-information', details)}>
              {details}
            </Button>
            <p className={styles.hint}>{t('quality.import.public.details.text')}</p>
          </div>
        </section>
      </div>
    </>
  );
}
