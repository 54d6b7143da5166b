import { QueryClient, QueryClientProvider, useQueries, useQuery } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { type ReactElement, useEffect, useState } from 'react';
import { AppFrame } from './app-frame.tsx';
import { ErrorState, Loading } from './components/states.tsx';
import { useLive } from './live.ts';
import { type Membership, MembershipProvider, useMembership } from './membership.tsx';
import type { ModuleId } from './modules.ts';
import { NotFoundAlone } from './not-found-page.tsx';
import { refusalCode, refusalOf } from './refusal.ts';
import { signOut } from './sign-out.ts';
import { clientOf, TRPCProvider, useTRPC } from './trpc.ts';

/** Everything under /t/<slug>: made anew for another slug, so that nothing of one tenant is ever shown in another. */
export function TenantLayout(): ReactElement {
  const { tenant } = useParams({ from: '/t/$tenant' });
  return <Tenant key={tenant} tenant={tenant} />;
}

/** One tenant, with a cache of its own. */
function Tenant({ tenant }: { readonly tenant: string }): ReactElement {
  const [cache] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: (count, error) => count < 2 && refusalCode(error) === null } } }),
  );
  return (
    <QueryClientProvider client={cache}>
      <TRPCProvider trpcClient={clientOf(tenant)} queryClient={cache}>
        <Entrance tenant={tenant} />
      </TRPCProvider>
    </QueryClientProvider>
  );
}

/** Lets members in, sends strangers to sign in, and tells nobody whether a tenant exists. */
function Entrance({ tenant }: { readonly tenant: string }): ReactElement {
  const trpc = useTRPC();
  const { href } = useLocation();
  const [me, access] = useQueries({ queries: [trpc.identity.account.me.queryOptions(), trpc.identity.account.access.queryOptions()] });
  const failure = me.error ?? access.error;
  if (failure) {
    const code = refusalCode(failure);
    if (code === 'unauthenticated') return <ToSignIn next={href} />;
    if (code === 'not-found') return <NotFoundAlone />;
    return <ErrorState {...refusalOf(failure)} onRetry={() => void Promise.all([me.refetch(), access.refetch()])} />;
  }
  if (!me.data || !access.data) return <Loading rows={10} />;
  const choice = me.data.tenants.find((one) => one.slug === tenant);
  if (!choice) return <NotFoundAlone />;
  const { userId, name, email } = me.data;
  const membership = { tenant: choice, person: { userId, name, email }, permissions: new Set(access.data.permissions) };
  return (
    <MembershipProvider value={membership}>
      <Inside membership={membership} tenants={me.data.tenants} demo={choice.isDemo} />
    </MembershipProvider>
  );
}

function ToSignIn({ next }: { readonly next: string }): null {
  const navigate = useNavigate();
  // The first answer counts: on the way the address is that of sign-in already, and would be wanted next.
  const [wanted] = useState(next);
  useEffect(() => void navigate({ href: `/sign-in?next=${encodeURIComponent(wanted)}`, replace: true }), [navigate, wanted]);
  return null;
}

const modulePermissions: readonly (readonly [ModuleId, string | null])[] = [
  ['home', null],
  ['quality', 'quality.signal.read'],
  ['people', 'directory.entry.read'],
  ['admin', null],
];

interface InsideProps {
  readonly membership: Membership;
  readonly tenants: readonly { readonly slug: string; readonly name: string }[];
  readonly demo: boolean;
}

function Inside({ membership, tenants, demo }: InsideProps): ReactElement {
  const { tenant, person } = useMembership();
  const trpc = useTRPC();
  // Also a group that somebody opened while trying the product stands on a server that is a demo.
  const welcome = useQuery(trpc.identity.door.welcome.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  useLive(tenant.slug);
  const modules = modulePermissions.filter(([, needed]) => needed === null || membership.permissions.has(needed)).map(([id]) => id);
  return (
    <AppFrame tenant={tenant} tenants={tenants} account={{ name: person.name, email: person.email, href: `/t/${tenant.slug}/account`, onSignOut: signOut }} modules={modules} demo={demo || Boolean(welcome.data?.demo)}>
      <Outlet />
    </AppFrame>
  );
}
