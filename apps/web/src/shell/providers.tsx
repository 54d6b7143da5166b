import { I18nProvider } from '@lingui/react';
import { MantineProvider } from '@mantine/core';
import type { MantineColorSchemeManager } from '@mantine/core';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useEffect } from 'react';
import { i18n, t } from './i18n.tsx';
import { preferences, printInLight, type Theme, usePreferences } from './preferences.ts';
import { mantineTheme, tokensToMantine } from './theme/mantine-theme.ts';

const schemeOf = { system: 'auto', light: 'light', dark: 'dark' } as const satisfies Record<Theme, string>;

/** Mantine follows our preference; it keeps nothing of its own. */
const schemeManager: MantineColorSchemeManager = {
  get: () => schemeOf[preferences().theme],
  set: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
};

/** Menus and dialogs live in a landmark of their own at the end of the page; Mantine finds it by its attribute. */
function Themed({ children }: { readonly children: ReactNode }): ReactElement {
  const { theme } = usePreferences();
  const scheme = schemeOf[theme];
  return (
    <MantineProvider
      theme={mantineTheme}
      cssVariablesResolver={tokensToMantine}
      colorSchemeManager={schemeManager}
      defaultColorScheme={scheme}
      {...(scheme === 'auto' ? {} : { forceColorScheme: scheme })}
    >
      {children}
      <div data-mantine-shared-portal-node="true" role="region" aria-label={t('shell.layers')} />
    </MantineProvider>
  );
}

export interface ProvidersProps {
  readonly queryClient: QueryClient;
  readonly children: ReactNode;
}

/** What every page may count on: words, theme, and a cache of what the server said. */
export function Providers({ queryClient, children }: ProvidersProps): ReactElement {
  useEffect(() => {
    document.documentElement.lang = i18n.locale;
    return printInLight(window);
  }, []);
  return (
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={queryClient}>
        <Themed>{children}</Themed>
      </QueryClientProvider>
    </I18nProvider>
  );
}
