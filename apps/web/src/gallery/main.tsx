import '../shell/styles.ts';
import { QueryClient } from '@tanstack/react-query';
import { createMemoryHistory, createRouter, RouterContextProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { AppFrame } from '../shell/app-frame.tsx';
import { Providers } from '../shell/providers.tsx';
import { rootRoute, tenantRoute } from '../shell/root-routes.tsx';
import { FeedStory, HomeStory, SignalStory, StatesStory } from './stories.tsx';

/** Opened by hand in development to lay a screenshot beside the design: gallery.html?view=feed. Never built. */
const view = new URLSearchParams(location.search).get('view') ?? 'feed';
const router = createRouter({
  routeTree: rootRoute.addChildren([tenantRoute]),
  history: createMemoryHistory({ initialEntries: [view === 'home' ? '/t/larkmoor' : '/t/larkmoor/quality/signals'] }),
});
const stories = { home: <HomeStory />, feed: <FeedStory />, signal: <SignalStory kind="monthly" />, yearly: <SignalStory kind="yearly" />, states: <StatesStory />, empty: <FeedStory state="empty" />, loading: <FeedStory state="loading" />, error: <FeedStory state="error" /> };
const tenant = { slug: 'larkmoor', name: 'Larkmoor Health', program: 'Internal Medicine' };

const root = document.getElementById('root');
if (root) {
  await router.load();
  createRoot(root).render(
    <Providers queryClient={new QueryClient()}>
      <RouterContextProvider router={router}>
        <AppFrame
          tenant={tenant}
          tenants={[tenant, { slug: 'quillan', name: 'Quillan Bay' }]}
          account={{ name: 'Rosa Ortega', email: 'rosa@larkmoor.example', onSignOut: () => undefined }}
          modules={['home', 'quality', 'people', 'admin']}
          waiting={{ quality: 7 }}
          demo={new URLSearchParams(location.search).has('demo')}
        >
          {stories[view as keyof typeof stories]}
        </AppFrame>
      </RouterContextProvider>
    </Providers>,
  );
}
