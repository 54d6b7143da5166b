import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { t } from '../../shell/i18n.tsx';
import { useTRPC } from '../../shell/trpc.ts';
import { requestReset } from '../auth.ts';
import { DoorFrame } from './door-frame.tsx';
import styles from './door.module.css';
import { SubmitForm, useSubmission } from './submit.tsx';

/** Asks for a link to choose a new password; the answer is the same whether or not the address has a login. */
export function ForgotPage(): ReactElement {
  const trpc = useTRPC();
  const welcome = useQuery(trpc.identity.door.welcome.queryOptions());
  const [email, setEmail] = useState('');
  const [asked, setAsked] = useState(false);
  const submission = useSubmission(['email']);
  const send = (): void => void submission.run(() => requestReset({ email })).then(setAsked);
  const back = (
    <div className={styles.ways}>
      <Link to="/sign-in">{t('identity.back')}</Link>
    </div>
  );
  if (asked)
    return (
      <DoorFrame title={t('identity.forgot.done')} lead={t(welcome.data?.sendsMail === true ? 'identity.forgot.mail' : 'identity.forgot.nomail')}>
        {back}
      </DoorFrame>
    );
  return (
    <DoorFrame title={t('identity.forgot')} lead={t('identity.forgot.text')}>
      <SubmitForm submission={submission} verb={t('identity.forgot.do')} ready onSubmit={send}>
        <TextInput label={t('identity.email')} type="email" autoComplete="username" required withAsterisk={false} value={email} error={submission.about('email')} onChange={(event) => setEmail(event.currentTarget.value)} />
      </SubmitForm>
      {back}
    </DoorFrame>
  );
}
