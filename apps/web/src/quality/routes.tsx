import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { tenantRoute } from '../shell/root-routes.tsx';
import { feedSearch } from './feed-search.ts';

const tenant = () => tenantRoute;

const facilitySearch = z.object({
  whose: z.enum(['ours', 'all']).optional().catch(undefined),
  search: z.string().max(100).optional().catch(undefined),
});

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
  createRoute({
    getParentRoute: tenant,
    path: 'quality/facilities',
    validateSearch: facilitySearch,
    component: lazyRouteComponent(() => import('./rooms/facilities-page.tsx'), 'FacilitiesPage'),
  }),
  createRoute({
    getParentRoute: tenant,
    path: 'quality/metrics',
    component: lazyRouteComponent(() => import('./rooms/metrics-page.tsx'), 'MetricsPage'),
  }),
] as const;
