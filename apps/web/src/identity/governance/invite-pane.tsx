import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
import { type ReactElement, useState } from 'react';
import { formatDate } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { Icon } from '../../shell/icons.tsx';
import { useTRPC } from '../../shell/trpc.ts';
import { SubmitForm, useSubmission } from '../door/submit.tsx';
import styles from './governance.module.css';
import { RoleChecks } from './role-checks.tsx';

type Made = inferRouterOutputs<AppRouter>['identity']['invitations']['create'] & { readonly email: string };

/** Makes the link of an invitation and shows it, this once. */
export function InvitePane(): ReactElement {
  const [made, setMade] = useState<Made | null>(null);
  return <div className={styles.block}>{made ? <MadeLink made={made} onAnother={() => setMade(null)} /> : <InviteForm onMade={setMade} />}</div>;
}

function InviteForm({ onMade }: { readonly onMade: (made: Made) => void }): ReactElement {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const roles = useQuery(trpc.identity.roles.list.queryOptions({}));
  const [email, setEmail] = useState('');
  const [roleIds, setRoleIds] = useState<readonly string[]>([]);
  const submission = useSubmission(['email']);
  const invite = useMutation(trpc.identity.invitations.create.mutationOptions());
  const send = (): void =>
    void submission.run(async () => {
      const made = await invite.mutateAsync({ email, roleIds: [...roleIds] });
      await Promise.all([cache.invalidateQueries(trpc.identity.invitations.pathFilter()), cache.invalidateQueries(trpc.identity.letters.pathFilter())]);
      onMade({ ...made, email });
    });
  return (
    <SubmitForm submission={submission} verb={t('identity.invite.do')} ready={roleIds.length > 0} onSubmit={send}>
      <TextInput label={t('identity.email')} type="email" autoComplete="off" required withAsterisk={false} value={email} error={submission.about('email')} onChange={(event) => setEmail(event.currentTarget.value)} />
      <RoleChecks roles={roles.data ?? []} chosen={roleIds} onChange={setRoleIds} />
      {roleIds.length === 0 && <p className={styles.text}>{t('identity.invite.roles.needed')}</p>}
    </SubmitForm>
  );
}

function MadeLink({ made, onAnother }: { readonly made: Made; readonly onAnother: () => void }): ReactElement {
  return (
    <>
      <h3>{t('identity.invite.made', { email: made.email })}</h3>
      <p className={styles.link}>{made.link}</p>
      <p className={styles.text}>{t(made.sent ? 'identity.invite.sent' : 'identity.invite.copy.text', { date: formatDate(made.expiresAt) })}</p>
      <div className={styles.row}>
        <CopyButton text={made.link} label={t('identity.invite.copy')} />
        <Button onClick={onAnother}>{t('identity.invite.another')}</Button>
      </div>
    </>
  );
}

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }): ReactElement {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      variant="filled"
      leftSection={<Icon name={copied ? 'check' : 'copy'} />}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      {copied ? t('identity.invite.copied') : label}
    </Button>
  );
}
