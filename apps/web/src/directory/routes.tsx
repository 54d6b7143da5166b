import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { tenantRoute } from '../shell/root-routes.tsx';
import { listNames } from './lists.ts';

const address = z.object({ list: z.enum(listNames) });

/** The five lists of the directory. */
export const directoryRoutes = [
  createRoute({
    getParentRoute: () => tenantRoute,
    path: 'directory/$list',
    params: { parse: (params) => address.parse(params) },
    component: lazyRouteComponent(() => import('./directory-page.tsx'), 'DirectoryPage'),
  }),
];
