/** Permissions of roles as they are being edited, by the id of the role; only roles that differ. */
export type Drafts = ReadonlyMap<string, ReadonlySet<string>>;

interface Role {
  readonly id: string;
  readonly permissions: readonly string[];
}

/** What a role may do in the draft. */
export const mayIn = (drafts: Drafts, role: Role, permission: string): boolean =>
  drafts.get(role.id)?.has(permission) ?? role.permissions.includes(permission);

/** The permissions to save for a role. */
export const permissionsOf = (role: Role, drafts: Drafts): string[] => [...(drafts.get(role.id) ?? role.permissions)];

/** Grants or withdraws one permission; a role that is back at where it was is no draft any more. */
export function toggled(drafts: Drafts, role: Role, permission: string): Drafts {
  const next = new Set(drafts.get(role.id) ?? role.permissions);
  if (!next.delete(permission)) next.add(permission);
  const all = new Map(drafts);
  const same = next.size === role.permissions.length && role.permissions.every((one) => next.has(one));
  if (same) all.delete(role.id);
  else all.set(role.id, next);
  return all;
}

/** How many permissions came or went, in all roles together. */
export const changesIn = (roles: readonly Role[], drafts: Drafts): number =>
  roles.reduce((sum, role) => {
    const draft = drafts.get(role.id);
    if (!draft) return sum;
    const gone = role.permissions.filter((one) => !draft.has(one)).length;
    return sum + gone + [...draft].filter((one) => !role.permissions.includes(one)).length;
  }, 0);
