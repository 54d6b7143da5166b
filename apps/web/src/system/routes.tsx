import { createRoute, lazyRouteComponent, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useMembership } from '../shell/membership.tsx';
import { tenantRoute } from '../shell/root-routes.tsx';
import { firstAdminView } from './admin-views.tsx';

function AdminIndex(): null {
  const { tenant, permissions } = useMembership();
  const navigate = useNavigate();
  // A text, not the permissions themselves: they are new with each rendering, and every new effect would begin the way anew.
  const first = `/t/${tenant.slug}/admin/${firstAdminView(permissions)}`;
  useEffect(() => void navigate({ href: first, replace: true }), [first, navigate]);
  return null;
}

/** Jobs and the audit trail, under the administration of a tenant. */
export const systemRoutes = [
  createRoute({ getParentRoute: () => tenantRoute, path: 'admin', component: AdminIndex }),
  createRoute({
    getParentRoute: () => tenantRoute,
    path: 'admin/audit',
    component: lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
  }),
  createRoute({
    getParentRoute: () => tenantRoute,
    path: 'admin/jobs',
    component: lazyRouteComponent(() => import('./jobs-page.tsx'), 'JobsPage'),
  }),
];
