import { Button } from '@mantine/core';
import { type FormEvent, type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { t } from '../../shell/i18n.tsx';
import { type Refused, refusedOf } from '../refused.ts';
import styles from './door.module.css';

/** How a form stands: whether it is under way, and what the server said against it. */
export interface Submission {
  readonly busy: boolean;
  readonly refused: Refused | null;
  /** The complaint about one field, to be shown at it. */
  readonly about: (field: string) => string | undefined;
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** Sends a form once at a time and keeps what the server said until the next try. */
export function useSubmission(fields: readonly string[] = []): Submission {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    try {
      await work();
      setRefused(null);
      return true;
    } catch (error) {
      setRefused(refusedOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const field = refused?.field ?? null;
  const atField = field !== null && fields.includes(field);
  return { busy, refused: atField ? null : refused, about: (name) => (atField && name === field ? refused?.sentence : undefined), run };
}

/** Counts the seconds down that the server asks to wait. */
function useCountdown(refused: Refused | null): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const until = Date.now() + (refused?.wait ?? 0) * 1000;
    const tick = (): void => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [refused]);
  return left;
}

export interface SubmitFormProps {
  readonly submission: Submission;
  /** What the button says. */
  readonly verb: string;
  /** False while something is wrong that is shown beside its field; the browser itself asks for what is missing. */
  readonly ready: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** A form with one button; a refusal stands above the fields, and a wait is counted on the button. */
export function SubmitForm({ submission, verb, ready, onSubmit, children }: SubmitFormProps): ReactElement {
  const wait = useCountdown(submission.refused);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && wait === 0 && !submission.busy) onSubmit();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {submission.refused && (
        <p role="alert" className={styles.refusal}>
          {submission.refused.sentence}
        </p>
      )}
      {children}
      <Button type="submit" variant="filled" loading={submission.busy} disabled={!ready || wait > 0}>
        {wait > 0 ? t('identity.wait', { n: wait }) : verb}
      </Button>
    </form>
  );
}
