import { QueryClient } from '@tanstack/react-query';
import { createMemoryHistory, createRouter, RouterContextProvider } from '@tanstack/react-router';
import { render, type RenderResult } from '@testing-library/react';
import type { ReactElement } from 'react';
import { Providers } from './providers.tsx';
import { rootRoute, tenantRoute } from './root-routes.tsx';

/** Renders with everything a page may count on, at an address of the tenant "larkmoor"; for tests only. */
export async function renderInFrame(element: ReactElement, path = '/t/larkmoor/quality/signals'): Promise<RenderResult> {
  const router = createRouter({
    routeTree: rootRoute.addChildren([tenantRoute]),
    history: createMemoryHistory({ initialEntries: [path] }),
  });
  await router.load();
  return render(
    <Providers queryClient={new QueryClient()}>
      <RouterContextProvider router={router}>{element}</RouterContextProvider>
    </Providers>,
  );
}
