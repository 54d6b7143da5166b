import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { shortestPassword } from '@wardwright/domain/identity/rules';
import { type ReactElement, useState } from 'react';
import { PageHeader } from '../../shell/components/page-header.tsx';
import { t } from '../../shell/i18n.tsx';
import { useMembership } from '../../shell/membership.tsx';
import { useTRPC } from '../../shell/trpc.ts';
import { changePassword } from '../auth.ts';
import door from '../door/door.module.css';
import { PasswordField } from '../door/password-field.tsx';
import { SubmitForm, useSubmission } from '../door/submit.tsx';
import { passwordWords } from '../password-words.ts';
import styles from './account.module.css';
import { SessionList } from './session-list.tsx';

/** What a person decides about themselves: name, password, and the browsers they are signed in with. */
export function AccountPage(): ReactElement {
  return (
    <div className={styles.page}>
      <PageHeader title={t('identity.account')} />
      <div className={styles.fill}>
        <div className={styles.sections}>
          <NameSection />
          <SessionList />
          <PasswordSection />
        </div>
      </div>
    </div>
  );
}

function NameSection(): ReactElement {
  const { person } = useMembership();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [name, setName] = useState(person.name);
  const [saved, setSaved] = useState(false);
  const submission = useSubmission(['name']);
  const rename = useMutation(trpc.identity.account.rename.mutationOptions());
  const send = (): void =>
    void submission
      .run(async () => {
        await rename.mutateAsync({ name });
        await cache.invalidateQueries();
      })
      .then(setSaved);
  return (
    <section aria-labelledby="account-name">
      <h2 id="account-name">{t('identity.account.person')}</h2>
      <p className={styles.text}>{t('identity.account.person.text', { email: person.email })}</p>
      <SubmitForm submission={submission} verb={t('identity.account.save')} ready={name.trim() !== '' && name !== person.name} onSubmit={send}>
        <TextInput
          label={t('identity.name')}
          autoComplete="name"
          value={name}
          error={submission.about('name')}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setSaved(false);
          }}
        />
      </SubmitForm>
      <p role="status" className={styles.text}>
        {saved && t('identity.account.saved')}
      </p>
    </section>
  );
}

function PasswordSection(): ReactElement {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [done, setDone] = useState(false);
  const submission = useSubmission(['currentPassword', 'password']);
  const problem = passwordWords(next);
  const send = async (): Promise<void> => {
    const changed = await submission.run(() => changePassword({ currentPassword: current, newPassword: next }));
    setDone(changed);
    if (!changed) return;
    setCurrent('');
    setNext('');
    await cache.invalidateQueries(trpc.identity.account.sessions.queryFilter());
  };
  return (
    <section aria-labelledby="account-password">
      <h2 id="account-password">{t('identity.account.password')}</h2>
      <p className={styles.text}>{t('identity.account.password.text')}</p>
      {done && (
        <p role="status" className={door.done}>
          {t('identity.account.password.done')}
        </p>
      )}
      <SubmitForm submission={submission} verb={t('identity.account.password.do')} ready={problem === null} onSubmit={() => void send()}>
        <PasswordField label={t('identity.password.current')} kind="current" value={current} onChange={setCurrent} error={submission.about('currentPassword') ?? null} />
        <PasswordField label={t('identity.password.new')} kind="new" value={next} onChange={setNext} hint={t('identity.password.hint', { n: shortestPassword })} error={problem ?? submission.about('password') ?? null} />
      </SubmitForm>
    </section>
  );
}
