import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { rootRoute, tenantRoute } from '../shell/root-routes.tsx';
import { membersSearch } from './governance/sections.ts';

const root = () => rootRoute;

/** Pages before a hospital group is entered: start, sign-in, sign-up, and passwords. */
export const doorRoutes = [
  createRoute({ getParentRoute: root, path: '/', component: lazyRouteComponent(() => import('./door/groups-page.tsx'), 'GroupsPage') }),
  createRoute({
    getParentRoute: root,
    path: 'sign-in',
    validateSearch: z.object({ next: z.string().optional().catch(undefined) }),
    component: lazyRouteComponent(() => import('./door/sign-in-page.tsx'), 'SignInPage'),
  }),
  createRoute({ getParentRoute: root, path: 'sign-up', component: lazyRouteComponent(() => import('./door/sign-up-page.tsx'), 'SignUpPage') }),
  createRoute({ getParentRoute: root, path: 'forgot-password', component: lazyRouteComponent(() => import('./door/forgot-page.tsx'), 'ForgotPage') }),
  createRoute({ getParentRoute: root, path: 'reset-password', component: lazyRouteComponent(() => import('./door/reset-page.tsx'), 'ResetPage') }),
  createRoute({ getParentRoute: root, path: 't/$tenant/join', component: lazyRouteComponent(() => import('./door/join-page.tsx'), 'JoinPage') }),
] as const;

const tenant = () => tenantRoute;

/** Pages inside a hospital group: one's own account, and its administration. */
export const identityRoutes = [
  createRoute({ getParentRoute: tenant, path: 'account', component: lazyRouteComponent(() => import('./account/account-page.tsx'), 'AccountPage') }),
  createRoute({
    getParentRoute: tenant,
    path: 'admin/members',
    validateSearch: membersSearch,
    component: lazyRouteComponent(() => import('./governance/members-page.tsx'), 'MembersPage'),
  }),
  createRoute({ getParentRoute: tenant, path: 'admin/roles', component: lazyRouteComponent(() => import('./governance/roles-page.tsx'), 'RolesPage') }),
  createRoute({ getParentRoute: tenant, path: 'admin/settings', component: lazyRouteComponent(() => import('./governance/settings-page.tsx'), 'SettingsPage') }),
] as const;
