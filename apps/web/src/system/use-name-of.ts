import { useQuery } from '@tanstack/react-query';
import { t } from '../shell/i18n.tsx';
import { useMay } from '../shell/membership.tsx';
import { useTRPC } from '../shell/trpc.ts';

interface Acting {
  readonly actorKind: 'user' | 'service' | 'operator';
  readonly actorId: string;
}

/** Says who acted: a member by name, the product itself as "System". */
export function useNameOf(): (acting: Acting) => string {
  const trpc = useTRPC();
  const mayRead = useMay('tenant.member.read');
  const members = useQuery(trpc.identity.members.list.queryOptions({}, { enabled: mayRead, staleTime: 300_000 }));
  const names = new Map(members.data?.rows.map((member) => [member.userId, member.name]));
  return ({ actorKind, actorId }) =>
    actorKind !== 'user' ? t('system.audit.system') : (names.get(actorId) ?? t('system.audit.former'));
}
