import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router';
import { TenantLayout } from './tenant-layout.tsx';
import { NotFoundPage } from './not-found-page.tsx';

export const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: () => <NotFoundPage home="/" /> });

/** Everything inside a hospital group; the slug in the address decides which. */
export const tenantRoute = createRoute({ getParentRoute: () => rootRoute, path: '/t/$tenant', component: TenantLayout });
