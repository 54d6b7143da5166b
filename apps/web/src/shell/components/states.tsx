import { Button } from '@mantine/core';
import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { t } from '../i18n.tsx';
import { Icon } from '../icons.tsx';
import { Banner } from './banner.tsx';
import styles from './states.module.css';

/** A quick answer must not flash a skeleton. */
const PATIENCE_MS = 300;

export interface EmptyProps {
  /** What is so: "Nothing needs you". */
  readonly title: ReactNode;
  /** What was checked, and when it is checked again. */
  readonly children: ReactNode;
  /** Where the reader could go instead, each with its count. */
  readonly ways?: readonly { readonly label: string; readonly value: ReactNode }[];
  readonly figure?: ReactNode;
  readonly action?: ReactNode;
  /** A page that is nothing but this has it as its first heading. */
  readonly level?: 'h1' | 'h2';
}

/** Nothing to show is an answer: it says what was looked at. */
export function Empty({ title, children, ways = [], figure, action, level: Heading = 'h2' }: EmptyProps): ReactElement {
  return (
    <div className={styles.empty} data-figure={figure !== undefined}>
      <div>
        <Heading>{title}</Heading>
        <p>{children}</p>
        {action !== undefined && <div className={styles.action}>{action}</div>}
        {ways.length > 0 && (
          <ul>
            {ways.map((way) => (
              <li key={way.label}>
                <span>{way.label}</span>
                {way.value}
              </li>
            ))}
          </ul>
        )}
      </div>
      {figure}
    </div>
  );
}

export interface LoadingProps {
  /** How many rows the page is likely to have; their height does not change when data lands. */
  readonly rows?: number;
  /** What the page waits for, when values of an earlier visit are known. */
  readonly label?: string;
}

function useAfter(milliseconds: number): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return over;
}

/** Rows at their final height, still, and only when the wait is noticeable. */
export function Loading({ rows = 8, label = t('shell.loading') }: LoadingProps): ReactElement {
  const shown = useAfter(PATIENCE_MS);
  return (
    <div role="status" aria-busy="true">
      <span className="sr">{label}</span>
      {shown && (
        <ul aria-hidden="true" data-testid="skeleton">
          {Array.from({ length: rows }, (_, index) => (
            <li key={index} className={styles.row}>
              <i style={{ width: 50 }} />
              <i style={{ width: 84 + ((index * 37) % 45) }} />
              <div>
                <i style={{ width: `${44 + ((index * 19) % 27)}%` }} />
                <i style={{ width: `${29 + ((index * 13) % 18)}%`, height: 8 }} />
              </div>
              <i style={{ width: 46, justifySelf: 'end' }} />
              <i style={{ width: 96, height: 18 }} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export interface ErrorStateProps {
  /** What happened, as one sentence a coordinator understands. */
  readonly title: string;
  readonly detail?: string;
  /** What was kept. */
  readonly kept?: string;
  /** The id to quote to whoever runs the system. */
  readonly id?: string;
  readonly onRetry?: () => void;
}

function CopyId({ id }: { readonly id: string }): ReactElement {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard.writeText(id).then(() => setCopied(true));
  };
  return (
    <Button leftSection={<Icon name={copied ? 'check' : 'copy'} />} aria-label={copied ? t('shell.error.copied') : t('shell.error.copy', { id })} onClick={copy}>
      {id}
    </Button>
  );
}

/** A sentence, what was kept, a way on, and an id to quote. */
export function ErrorState({ title, detail, kept, id, onRetry }: ErrorStateProps): ReactElement {
  const actions = (
    <>
      {onRetry && (
        <Button leftSection={<Icon name="again" />} onClick={onRetry}>
          {t('shell.error.again')}
        </Button>
      )}
      {id !== undefined && <CopyId id={id} />}
    </>
  );
  return (
    <Banner title={title} {...(kept === undefined ? {} : { kept })} actions={actions}>
      {detail}
    </Banner>
  );
}

/** What can be shown is shown; this says what is missing and when it comes. `lead` is the bold beginning. */
export function Partial({ lead, children }: { readonly lead: ReactNode; readonly children: ReactNode }): ReactElement {
  return (
    <p className={styles.partial} role="note">
      <b>{lead}</b> {children}
    </p>
  );
}
