import { TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { shortestPassword } from '@wardwright/domain/identity/rules';
import { subdomain } from '@wardwright/domain/identity/schema';
import { type ReactElement, useState } from 'react';
import { ErrorState, Loading } from '../../shell/components/states.tsx';
import { t } from '../../shell/i18n.tsx';
import { refusalOf } from '../../shell/refusal.ts';
import { useTRPC } from '../../shell/trpc.ts';
import { signIn } from '../auth.ts';
import { passwordWords } from '../password-words.ts';
import { slugOf } from '../slug.ts';
import { DoorFrame } from './door-frame.tsx';
import styles from './door.module.css';
import { PasswordField } from './password-field.tsx';
import { SubmitForm, useSubmission } from './submit.tsx';

/** A login and a hospital group of one's own, where the server allows it. */
export function SignUpPage(): ReactElement {
  const trpc = useTRPC();
  const welcome = useQuery(trpc.identity.door.welcome.queryOptions());
  if (welcome.isError)
    return (
      <DoorFrame title={t('identity.signup')}>
        <ErrorState {...refusalOf(welcome.error)} onRetry={() => void welcome.refetch()} />
      </DoorFrame>
    );
  if (!welcome.data)
    return (
      <DoorFrame title={t('identity.signup')}>
        <Loading rows={4} />
      </DoorFrame>
    );
  if (!welcome.data.signUpOpen)
    return (
      <DoorFrame title={t('identity.signup.closed')} lead={t('identity.signup.closed.text')}>
        <Back />
      </DoorFrame>
    );
  return <SignUpForm />;
}

function Back(): ReactElement {
  return (
    <div className={styles.ways}>
      <Link to="/sign-in">{t('identity.signup.have')}</Link>
    </div>
  );
}

const nothing = { name: '', email: '', password: '', group: '', slug: null as string | null };

function SignUpForm(): ReactElement {
  const trpc = useTRPC();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [form, setForm] = useState(nothing);
  const submission = useSubmission(['name', 'email', 'password', 'slug']);
  const signUp = useMutation(trpc.identity.door.signUp.mutationOptions());
  const slug = form.slug ?? slugOf(form.group);
  const set = (field: keyof typeof nothing) => (value: string) => setForm((before) => ({ ...before, [field]: value }));
  const problem = passwordWords(form.password);
  const ready = problem === null && (slug === '' || subdomain.safeParse(slug).success);
  const send = (): void =>
    void submission.run(async () => {
      const { name, email, password } = form;
      const made = await signUp.mutateAsync({ name, email, password, tenant: { name: form.group, slug } });
      await signIn({ email, password });
      cache.clear();
      await navigate({ href: `/t/${made.slug}`, replace: true });
    });
  return (
    <DoorFrame title={t('identity.signup')} lead={t('identity.signup.text')}>
      <SubmitForm submission={submission} verb={t('identity.signup.do')} ready={ready} onSubmit={send}>
        <TextInput label={t('identity.name')} autoComplete="name" required withAsterisk={false} value={form.name} error={submission.about('name')} onChange={(event) => set('name')(event.currentTarget.value)} />
        <TextInput label={t('identity.email')} type="email" autoComplete="username" required withAsterisk={false} value={form.email} error={submission.about('email')} onChange={(event) => set('email')(event.currentTarget.value)} />
        <PasswordField label={t('identity.password')} kind="new" value={form.password} onChange={set('password')} hint={t('identity.password.hint', { n: shortestPassword })} error={problem ?? submission.about('password') ?? null} />
        <TextInput label={t('identity.signup.group')} autoComplete="organization" required withAsterisk={false} value={form.group} onChange={(event) => set('group')(event.currentTarget.value)} />
        <TextInput
          label={t('identity.signup.slug')}
          required
          withAsterisk={false}
          value={slug}
          error={submission.about('slug')}
          description={t('identity.signup.slug.hint', { address: `${window.location.host}/t/${slug === '' ? '…' : slug}` })}
          onChange={(event) => set('slug')(event.currentTarget.value.toLowerCase())}
        />
      </SubmitForm>
      <Back />
    </DoorFrame>
  );
}
