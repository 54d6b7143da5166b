import type { Permission } from '@wardwright/domain/kernel';
import { createContext, type ReactElement, type ReactNode, useContext } from 'react';
import type { TenantChoice } from './tenant-switcher.tsx';

/** The reader's place in the tenant of the address. */
export interface Membership {
  readonly tenant: TenantChoice;
  readonly person: { readonly userId: string; readonly name: string; readonly email: string };
  readonly permissions: ReadonlySet<string>;
}

const MembershipContext = createContext<Membership | null>(null);

export function MembershipProvider({ value, children }: { readonly value: Membership; readonly children: ReactNode }): ReactElement {
  return <MembershipContext value={value}>{children}</MembershipContext>;
}

/** Who reads, and where; only inside a tenant. */
export function useMembership(): Membership {
  const membership = useContext(MembershipContext);
  if (!membership) throw new Error('This page stands outside a tenant.');
  return membership;
}

/** Whether to offer a verb. The server decides; this only keeps pages from offering what it would refuse. */
export const useMay = (permission: Permission): boolean => useMembership().permissions.has(permission);
