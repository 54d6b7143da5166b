import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { formatMoment } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { wordsOr } from '../../shell/known-words.ts';
import { useMay } from '../../shell/membership.tsx';
import { refusalOf } from '../../shell/refusal.ts';
import { useTRPC } from '../../shell/trpc.ts';
import styles from './governance.module.css';
import type { MemberRow } from './members-page.tsx';
import { RoleChecks } from './role-checks.tsx';
import { roleTitle } from './role-title.ts';

/** One member: roles, entry, and what happened to the login. */
export function MemberPane({ member, onDone }: { readonly member: MemberRow; readonly onDone: () => void }): ReactElement {
  const mayWrite = useMay('tenant.member.write');
  const mayAudit = useMay('tenant.audit.read');
  return (
    <>
      <div className={styles.block}>
        <p className={styles.who}>
          {member.email}
          <small>{member.roles.map(roleTitle).join(', ')}</small>
        </p>
        {!mayWrite && <p className={styles.text}>{t('identity.members.readonly')}</p>}
      </div>
      {mayWrite && <MemberChanges member={member} onDone={onDone} />}
      {mayAudit && <History userId={member.userId} />}
    </>
  );
}

function MemberChanges({ member, onDone }: { readonly member: MemberRow; readonly onDone: () => void }): ReactElement {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const roles = useQuery(trpc.identity.roles.list.queryOptions({}));
  const [chosen, setChosen] = useState<readonly string[]>(member.roles.map((role) => role.id));
  const finish = {
    onSuccess: async () => {
      await Promise.all([cache.invalidateQueries(trpc.identity.members.pathFilter()), cache.invalidateQueries(trpc.identity.roles.pathFilter()), cache.invalidateQueries(trpc.identity.account.pathFilter())]);
      onDone();
    },
  };
  const setRoles = useMutation(trpc.identity.members.setRoles.mutationOptions(finish));
  const deactivate = useMutation(trpc.identity.members.deactivate.mutationOptions(finish));
  const reactivate = useMutation(trpc.identity.members.reactivate.mutationOptions(finish));
  const failed = setRoles.error ?? deactivate.error ?? reactivate.error;
  const versioned = { id: member.id, expectedVersion: member.version };
  const same = chosen.length === member.roles.length && member.roles.every((role) => chosen.includes(role.id));
  return (
    <div className={styles.block}>
      {failed && (
        <p role="alert" className={styles.refusal}>
          {refusalOf(failed).title}
        </p>
      )}
      <RoleChecks roles={roles.data ?? []} chosen={chosen} onChange={setChosen} />
      <div className={styles.row}>
        <Button variant="filled" disabled={same} loading={setRoles.isPending} onClick={() => setRoles.mutate({ ...versioned, roleIds: [...chosen] })}>
          {t('identity.members.save')}
        </Button>
        {member.isActive ? (
          <Button loading={deactivate.isPending} onClick={() => deactivate.mutate(versioned)}>
            {t('identity.members.deactivate')}
          </Button>
        ) : (
          <Button loading={reactivate.isPending} onClick={() => reactivate.mutate(versioned)}>
            {t('identity.members.reactivate')}
          </Button>
        )}
      </div>
      {member.isActive && <p className={styles.text}>{t('identity.members.deactivate.text', { name: member.name })}</p>}
    </div>
  );
}

const eventName = (action: string): string => wordsOr(`identity.event.${action}`, t('identity.event.other'));

function History({ userId }: { readonly userId: string }): ReactElement | null {
  const trpc = useTRPC();
  const events = useQuery(trpc.identity.members.accountEvents.queryOptions({ userId, limit: 20 }));
  if (!events.data || events.data.length === 0) return null;
  return (
    <div className={styles.block}>
      <h3>{t('identity.members.history')}</h3>
      <ul className={styles.events}>
        {events.data.map((event) => (
          <li key={event.id}>
            <span>{eventName(event.action)}</span>
            <time dateTime={event.at}>{formatMoment(event.at)}</time>
          </li>
        ))}
      </ul>
    </div>
  );
}
