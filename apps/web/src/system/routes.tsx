import { createRoute, lazyRouteComponent, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useMembership } from '../shell/membership.tsx';
import { tenantRoute } from '../shell/root-routes.tsx';
import { firstAdminView } from './admin-views.tsx';

function AdminIndex(): null {
  const { tenant, permissions } = useMembership();
  const navigate = useNavigate();
  useEffect(() => void navigate({ href: `/t/${tenant.slug}/admin/${firstAdminView(permissions)}`, replace: true }), [navigate, permissions, tenant.slug]);
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
