import { lazy } from '@trpc/server';
import { router } from './trpc/trpc.ts';

/** Every procedure of the product, one branch per context. Branches load on first use, so that start stays quick. */
export const appRouter = router({
  directory: lazy(() => import('./directory/router.ts').then((module) => module.directoryRouter)),
  identity: lazy(() => import('./identity/router.ts').then((module) => module.identityRouter)),
  quality: lazy(() => import('./quality/router.ts').then((module) => module.qualityRouter)),
  system: lazy(() => import('./system/router.ts').then((module) => module.systemRouter)),
});

export type AppRouter = typeof appRouter;
