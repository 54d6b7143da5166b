import { createRouter } from '@tanstack/react-router';
import { directoryRoutes } from '../directory/routes.tsx';
import { doorRoutes, identityRoutes } from '../identity/routes.tsx';
import { qualityRoutes } from '../quality/routes.tsx';
import { systemRoutes } from '../system/routes.tsx';
import { homeRoutes } from './home-routes.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { rootRoute, tenantRoute } from './root-routes.tsx';

const inTenant = [...homeRoutes, ...identityRoutes, ...directoryRoutes, ...qualityRoutes, ...systemRoutes] as const;
const routeTree = rootRoute.addChildren([...doorRoutes, tenantRoute.addChildren(inTenant)]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultNotFoundComponent: () => <NotFoundPage home="/" />,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
