import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import type { inferRouterOutputs } from '@trpc/server';
import { shortestPassword } from '@wardwright/domain/identity/rules';
import type { AppRouter } from '@wardwright/server/router';
import { type ReactElement, useState } from 'react';
import { Loading } from '../../shell/components/states.tsx';
import { T, t } from '../../shell/i18n.tsx';
import { refusalOf } from '../../shell/refusal.ts';
import { signOut } from '../../shell/sign-out.ts';
import { useTRPC } from '../../shell/trpc.ts';
import { signIn } from '../auth.ts';
import { roleTitle } from '../governance/role-title.ts';
import { passwordWords } from '../password-words.ts';
import { DoorClient, DoorFrame } from './door-frame.tsx';
import styles from './door.module.css';
import { PasswordField } from './password-field.tsx';
import { SubmitForm, useSubmission } from './submit.tsx';

type Offer = inferRouterOutputs<AppRouter>['identity']['door']['invitation'];

interface Invited {
  readonly offer: Offer;
  readonly slug: string;
  readonly token: string;
}

/** The page behind an invitation link. */
export function JoinPage(): ReactElement {
  const { tenant } = useParams({ from: '/t/$tenant/join' });
  return (
    <DoorClient slug={tenant}>
      <Invitation slug={tenant} token={useLocation().hash} />
    </DoorClient>
  );
}

function Invitation({ slug, token }: { readonly slug: string; readonly token: string }): ReactElement {
  const trpc = useTRPC();
  const offer = useQuery(trpc.identity.door.invitation.queryOptions({ token }, { enabled: token !== '', retry: false, staleTime: Infinity }));
  if (token === '')
    return <DoorFrame title={t('identity.reset.missing')} lead={t('identity.reset.missing.text')} />;
  if (offer.isError)
    return <DoorFrame title={t('identity.join.unusable')} lead={refusalOf(offer.error).title} />;
  if (!offer.data)
    return (
      <DoorFrame title={t('shell.loading')}>
        <Loading rows={3} />
      </DoorFrame>
    );
  const { tenantName, email, roles, hasLogin } = offer.data;
  const invited = { offer: offer.data, slug, token };
  return (
    <DoorFrame title={t('identity.join', { tenant: tenantName })} lead={<T id="identity.join.text" values={{ email, roles: roles.map(roleTitle).join(', ') }} />}>
      {hasLogin ? <WithLogin {...invited} /> : <WithNewLogin {...invited} />}
    </DoorFrame>
  );
}

/** Enters the tenant anew, so that nothing of the time before is shown. */
function useEntrance(slug: string): () => Promise<void> {
  const navigate = useNavigate();
  const cache = useQueryClient();
  return async () => {
    cache.clear();
    await navigate({ href: `/t/${slug}`, replace: true });
  };
}

function WithNewLogin({ offer, slug, token }: Invited): ReactElement {
  const trpc = useTRPC();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const submission = useSubmission(['name', 'password']);
  const enter = useEntrance(slug);
  const join = useMutation(trpc.identity.door.joinWithNewLogin.mutationOptions());
  const problem = passwordWords(password);
  const send = (): void =>
    void submission.run(async () => {
      await join.mutateAsync({ token, name, password });
      await signIn({ email: offer.email, password });
      await enter();
    });
  return (
    <SubmitForm submission={submission} verb={t('identity.join.do')} ready={problem === null} onSubmit={send}>
      <p>{t('identity.join.new')}</p>
      <TextInput label={t('identity.name')} autoComplete="name" required withAsterisk={false} value={name} error={submission.about('name')} onChange={(event) => setName(event.currentTarget.value)} />
      <PasswordField label={t('identity.password')} kind="new" value={password} onChange={setPassword} hint={t('identity.password.hint', { n: shortestPassword })} error={problem ?? submission.about('password') ?? null} />
    </SubmitForm>
  );
}

function WithLogin({ offer, slug, token }: Invited): ReactElement {
  const trpc = useTRPC();
  const welcome = useQuery(trpc.identity.door.welcome.queryOptions());
  const me = useQuery(trpc.identity.account.me.queryOptions(undefined, { enabled: welcome.data?.signedIn === true }));
  const submission = useSubmission();
  const enter = useEntrance(slug);
  const join = useMutation(trpc.identity.door.join.mutationOptions());
  if (welcome.data?.signedIn === false)
    return (
      <div className={styles.form}>
        <p>{t('identity.join.have')}</p>
        <Button component={Link} to={`/sign-in?next=${encodeURIComponent(`/t/${slug}/join#${token}`)}`} variant="filled">
          {t('identity.join.signin')}
        </Button>
      </div>
    );
  const failed = welcome.error ?? me.error;
  if (failed) return <p className={styles.refusal}>{refusalOf(failed).title}</p>;
  if (!me.data) return <Loading rows={2} />;
  if (me.data.email !== offer.email)
    return (
      <div className={styles.form}>
        <p className={styles.refusal}>{t('identity.join.other', { email: me.data.email })}</p>
        <Button onClick={signOut}>{t('identity.join.signout')}</Button>
      </div>
    );
  const send = (): void =>
    void submission.run(async () => {
      await join.mutateAsync({ token });
      await enter();
    });
  return (
    <SubmitForm submission={submission} verb={t('identity.join.do')} ready onSubmit={send}>
      {null}
    </SubmitForm>
  );
}
