import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenantRoute } from '../shell/root-routes.tsx';
import { feedSearch } from './feed-search.ts';

const tenant = () => tenantRoute;

/** The feed of signals, the page of one, and what they are made from. */
export const qualityRoutes = [
  createRoute({
    getParentRoute: tenant,
    path: 'quality/signals',
    validateSearch: feedSearch,
    component: lazyRouteComponent(() => import('./feed-page.tsx'), 'FeedPage'),
  }),
  createRoute({
    getParentRoute: tenant,
    path: 'quality/signals/$id',
    component: lazyRouteComponent(() => import('./signal-page.tsx'), 'SignalPage'),
  }),
  createRoute({
    getParentRoute: tenant,
    path: 'quality/import',
    component: lazyRouteComponent(() => import('./import/imports-page.tsx'), 'ImportsPage'),
  }),
  createRoute({
    getParentRoute: tenant,
    path: 'quality/import/$id',
    component: lazyRouteComponent(() => import('./import/batch-page.tsx'), 'ImportPage'),
  }),
] as const;
