import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { inferRouterOutputs } from '@trpc/server';
import { subdomain } from '@wardwright/domain/identity/schema';
import type { AppRouter } from '@wardwright/server/router';
import { type ReactElement, useEffect, useState } from 'react';
import { ErrorState, Loading } from '../../shell/components/states.tsx';
import { t } from '../../shell/i18n.tsx';
import { Icon } from '../../shell/icons.tsx';
import { refusalOf } from '../../shell/refusal.ts';
import { signOut } from '../../shell/sign-out.ts';
import { useTRPC } from '../../shell/trpc.ts';
import { slugOf } from '../slug.ts';
import { DoorFrame } from './door-frame.tsx';
import styles from './door.module.css';
import { SubmitForm, useSubmission } from './submit.tsx';

/** The start page: the hospital groups of the reader. Whoever has only one is taken there. */
export function GroupsPage(): ReactElement {
  const trpc = useTRPC();
  const navigate = useNavigate();
  const welcome = useQuery(trpc.identity.door.welcome.queryOptions());
  const me = useQuery(trpc.identity.account.me.queryOptions(undefined, { enabled: welcome.data?.signedIn === true }));
  const stranger = welcome.data?.signedIn === false;
  const [only, second] = me.data?.tenants ?? [];
  const target = stranger ? '/sign-in' : only && !second ? `/t/${only.slug}` : null;
  useEffect(() => {
    if (target !== null) void navigate({ href: target, replace: true });
  }, [navigate, target]);
  const failed = welcome.error ?? me.error;
  if (failed)
    return (
      <DoorFrame title={t('identity.groups')}>
        <ErrorState {...refusalOf(failed)} onRetry={() => void Promise.all([welcome.refetch(), me.refetch()])} />
      </DoorFrame>
    );
  if (!me.data || target !== null)
    return (
      <DoorFrame title={t('identity.groups')}>
        <Loading rows={3} />
      </DoorFrame>
    );
  return <Groups {...me.data} />;
}

type Me = inferRouterOutputs<AppRouter>['identity']['account']['me'];

function Groups({ tenants, email, mayCreateTenant }: Me): ReactElement {
  const none = tenants.length === 0;
  return (
    <DoorFrame
      title={t(none ? 'identity.groups.none' : 'identity.groups')}
      {...(none ? { lead: t('identity.groups.none.text', { email }) } : {})}
      beside={mayCreateTenant && <OpenAnother />}
    >
      <ul className={styles.choices}>
        {tenants.map((tenant) => (
          <li key={tenant.id}>
            <Link to="/t/$tenant" params={{ tenant: tenant.slug }}>
              <span>
                <b>{tenant.name}</b>
                <small>
                  /t/{tenant.slug}
                  {tenant.isDemo && ` · ${t('identity.groups.demo')}`}
                </small>
              </span>
              <Icon name="right" />
            </Link>
          </li>
        ))}
      </ul>
      <div className={styles.ways}>
        <span>{email}</span>
        <button type="button" onClick={signOut}>
          {t('shell.account.signout')}
        </button>
      </div>
    </DoorFrame>
  );
}

function OpenAnother(): ReactElement {
  const trpc = useTRPC();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [typed, setTyped] = useState<string | null>(null);
  const submission = useSubmission(['slug']);
  const create = useMutation(trpc.identity.account.createTenant.mutationOptions());
  const slug = typed ?? slugOf(name);
  if (!open)
    return (
      <div>
        <Button onClick={() => setOpen(true)}>{t('identity.groups.open')}</Button>
      </div>
    );
  const send = (): void =>
    void submission.run(async () => {
      const made = await create.mutateAsync({ name, slug });
      await navigate({ href: `/t/${made.slug}` });
    });
  return (
    <section aria-label={t('identity.signup')}>
      <h2>{t('identity.signup')}</h2>
      <SubmitForm submission={submission} verb={t('identity.signup.do')} ready={name !== '' && subdomain.safeParse(slug).success} onSubmit={send}>
        <TextInput label={t('identity.signup.group')} required withAsterisk={false} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput label={t('identity.signup.slug')} required withAsterisk={false} value={slug} error={submission.about('slug')} onChange={(event) => setTyped(event.currentTarget.value.toLowerCase())} />
      </SubmitForm>
    </section>
  );
}
