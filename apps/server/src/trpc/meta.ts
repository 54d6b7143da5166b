import type { Permission } from '@wardwright/domain/kernel';

/** What the router remembers of a procedure, for the walker test and the published list of permissions. */
export interface ProcedureMeta {
  readonly permission: Permission | 'signed-in' | 'anyone';
}
