import { Button, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
import { type ReactElement, useState } from 'react';
import { PageHeader } from '../../shell/components/page-header.tsx';
import { ErrorState, Loading } from '../../shell/components/states.tsx';
import { t } from '../../shell/i18n.tsx';
import { useMay } from '../../shell/membership.tsx';
import { refusalOf } from '../../shell/refusal.ts';
import { useTRPC } from '../../shell/trpc.ts';
import { AdminViews } from '../../system/admin-views.tsx';
import styles from './governance.module.css';
import { inOrder } from './role-order.ts';
import { type Drafts, changesIn, permissionsOf, toggled } from './role-drafts.ts';
import { RoleMatrix } from './role-matrix.tsx';
import { roleTitle } from './role-title.ts';

export type RoleRow = inferRouterOutputs<AppRouter>['identity']['roles']['list'][number];

/** What each role may do: permissions down, roles across. */
export function RolesPage(): ReactElement {
  const trpc = useTRPC();
  const roles = useQuery(trpc.identity.roles.list.queryOptions({}));
  return (
    <div className={styles.page}>
      <PageHeader title={t('identity.roles')} keepViews views={<AdminViews current="roles" />} />
      {roles.isPending && <Loading />}
      {roles.isError && <ErrorState {...refusalOf(roles.error)} onRetry={() => void roles.refetch()} />}
      {roles.data && <Roles roles={inOrder(roles.data)} />}
    </div>
  );
}

function Roles({ roles }: { readonly roles: readonly RoleRow[] }): ReactElement {
  const mayWrite = useMay('tenant.role.write');
  const [drafts, setDrafts] = useState<Drafts>(new Map());
  const [shown, setShown] = useState(roles[0]?.id ?? '');
  return (
    <>
      <div className={styles.pick}>
        <Select
          label={t('identity.roles.shown')}
          allowDeselect={false}
          data={roles.map((role) => ({ value: role.id, label: roleTitle(role) }))}
          value={shown}
          onChange={(id) => setShown(id ?? shown)}
        />
      </div>
      <div className={styles.fill}>
        <RoleMatrix roles={roles} drafts={drafts} shown={shown} onToggle={mayWrite ? (role, permission) => setDrafts(toggled(drafts, role, permission)) : null} />
      </div>
      {drafts.size > 0 && <SaveBar roles={roles} drafts={drafts} onDone={setDrafts} />}
    </>
  );
}

/** Saves role after role; what could be saved stays saved when one is refused. */
function SaveBar({ roles, drafts, onDone }: { readonly roles: readonly RoleRow[]; readonly drafts: Drafts; readonly onDone: (left: Drafts) => void }): ReactElement {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const set = useMutation(trpc.identity.roles.setPermissions.mutationOptions());
  const save = async (): Promise<void> => {
    const left = new Map(drafts);
    try {
      for (const role of roles.filter(({ id }) => drafts.has(id))) {
        await set.mutateAsync({ id: role.id, expectedVersion: role.version, permissions: permissionsOf(role, drafts) });
        left.delete(role.id);
      }
    } catch {
      // The refusal is shown from the mutation; what is left stays to be changed.
    }
    await Promise.all([cache.invalidateQueries(trpc.identity.roles.pathFilter()), cache.invalidateQueries(trpc.identity.account.pathFilter())]);
    onDone(left);
  };
  return (
    <div className={styles.changes} role="status">
      <p>{set.error ? refusalOf(set.error).title : t('identity.roles.changes', { n: changesIn(roles, drafts) })}</p>
      <Button onClick={() => onDone(new Map())}>{t('identity.roles.discard')}</Button>
      <Button variant="filled" loading={set.isPending} onClick={() => void save()}>
        {t('identity.roles.save')}
      </Button>
    </div>
  );
}
