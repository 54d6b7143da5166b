import { TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
import { type ReactElement, useState } from 'react';
import { t } from '../../shell/i18n.tsx';
import { Icon } from '../../shell/icons.tsx';
import { useTRPC } from '../../shell/trpc.ts';
import { safeNext, signIn } from '../auth.ts';
import { DemoNote, DoorFrame } from './door-frame.tsx';
import styles from './door.module.css';
import { PasswordField } from './password-field.tsx';
import { SubmitForm, useSubmission } from './submit.tsx';

type Demo = NonNullable<inferRouterOutputs<AppRouter>['identity']['door']['welcome']['demo']>;

/** Sign-in; in demo mode with the accounts to try beside it. */
export function SignInPage(): ReactElement {
  const trpc = useTRPC();
  const welcome = useQuery(trpc.identity.door.welcome.queryOptions());
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const submission = useSubmission(['email']);
  const enter = useEnter();
  const demo = welcome.data?.demo ?? null;
  const attempt = (given: { email: string; password: string }): void =>
    void submission.run(async () => {
      await signIn(given);
      await enter();
    });
  return (
    <DoorFrame title={t('identity.signin')} beside={demo && <DemoAccounts demo={demo} busy={submission.busy} onChoose={(chosen) => attempt({ email: chosen, password: demo.password })} />}>
      <SubmitForm submission={submission} verb={t('identity.signin')} ready onSubmit={() => attempt({ email, password })}>
        <TextInput
          label={t('identity.email')}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          error={submission.about('email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordField label={t('identity.password')} kind="current" value={password} onChange={setPassword} />
      </SubmitForm>
      <div className={styles.ways}>
        <Link to="/forgot-password">{t('identity.signin.forgot')}</Link>
        {welcome.data?.signUpOpen === true && <Link to="/sign-up">{t('identity.signin.new')}</Link>}
        {welcome.data?.signUpOpen === false && <span>{t('identity.signin.invited')}</span>}
      </div>
    </DoorFrame>
  );
}

/** Goes where the person wanted to go before signing in, without anything another person may have left behind. */
function useEnter(): () => Promise<void> {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const { next } = useSearch({ from: '/sign-in' });
  return async () => {
    cache.clear();
    await navigate({ href: safeNext(next), replace: true });
  };
}

function DemoAccounts({ demo, busy, onChoose }: { readonly demo: Demo; readonly busy: boolean; readonly onChoose: (email: string) => void }): ReactElement {
  return (
    <section aria-label={t('identity.demo')}>
      <h2>{t('identity.demo')}</h2>
      <DemoNote password={demo.password} />
      <ul className={styles.choices}>
        {demo.accounts.map((account) => (
          <li key={account.email}>
            <button type="button" disabled={busy} onClick={() => onChoose(account.email)}>
              <span>
                <b>{account.name}</b>
                <small>
                  {account.title} · {account.tenant}
                </small>
              </span>
              <Icon name="right" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
