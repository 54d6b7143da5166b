import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenantRoute } from './root-routes.tsx';

/** The first page of a hospital group. */
export const homeRoutes = [
  createRoute({ getParentRoute: () => tenantRoute, path: '/', component: lazyRouteComponent(() => import('./home-page.tsx'), 'HomePage') }),
] as const;
