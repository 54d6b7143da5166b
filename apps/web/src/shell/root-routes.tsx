import { useQueryClient } from '@tanstack/react-query';
import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { TenantLayout } from './tenant-layout.tsx';
import { NotFoundAlone } from './not-found-page.tsx';
import { clientOf, TRPCProvider } from './trpc.ts';

/** Pages outside of a hospital group ask what needs none; the layout of a group puts its own client in between. */
function Root(): ReactElement {
  return (
    <TRPCProvider trpcClient={clientOf(null)} queryClient={useQueryClient()}>
      <Outlet />
    </TRPCProvider>
  );
}

export const rootRoute = createRootRoute({ component: Root, notFoundComponent: NotFoundAlone });

/** Everything inside a hospital group; the slug in the address decides which. */
export const tenantRoute = createRoute({ getParentRoute: () => rootRoute, path: '/t/$tenant', component: TenantLayout });
