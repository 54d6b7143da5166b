import './shell/styles.ts';
import { QueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadLocale } from './shell/i18n.tsx';
import { Providers } from './shell/providers.tsx';
import { router } from './shell/router.tsx';

const queryClient = new QueryClient();

await loadLocale(navigator.languages);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Providers queryClient={queryClient}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  );
}
