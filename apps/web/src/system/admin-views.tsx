import type { ReactElement } from 'react';
import { ViewLinks } from '../shell/components/view-links.tsx';
import { t } from '../shell/i18n.tsx';
import { useMembership } from '../shell/membership.tsx';

const views = [
  { name: 'members', label: 'system.admin.members', needs: 'tenant.member.read' },
  { name: 'roles', label: 'system.admin.roles', needs: 'tenant.member.read' },
  { name: 'settings', label: 'system.admin.settings', needs: 'tenant.settings.read' },
  { name: 'jobs', label: 'system.jobs.title', needs: 'tenant.job.read' },
  { name: 'audit', label: 'system.audit.title', needs: 'tenant.audit.read' },
] as const;

export type AdminView = (typeof views)[number]['name'];

/** The pages of administration that the reader may open, the present one marked. */
export function AdminViews({ current }: { readonly current: AdminView }): ReactElement {
  const { tenant, permissions } = useMembership();
  const links = views
    .filter((view) => permissions.has(view.needs))
    .map((view) => ({ href: `/t/${tenant.slug}/admin/${view.name}`, label: t(view.label), current: view.name === current }));
  return <ViewLinks label={t('system.admin')} links={links} />;
}

/** The first page of administration that the reader may open. */
export const firstAdminView = (permissions: ReadonlySet<string>): AdminView =>
  views.find((view) => permissions.has(view.needs))?.name ?? 'settings';
