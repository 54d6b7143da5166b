import { z } from 'zod';

/** A right to do one thing: `<context>.<thing>.<verb>`, such as `quality.signal.read`. */
export type Permission = `${string}.${string}.${string}`;

/** A permission that comes from outside, such as from the roles page; only its form is checked, not whether it exists. */
export const permission = z
  .string()
  .regex(/^[a-z]+(\.[a-z-]+){2}$/, 'A permission reads context.thing.verb')
  .transform((text) => text as Permission);

/** What one context lets people do, and which of its roles may do it before a tenant changes anything. */
export interface AccessMatrix {
  readonly context: string;
  readonly permissions: Readonly<Record<Permission, string>>;
  readonly roles: Readonly<Record<string, { readonly title: string; readonly grants: readonly Permission[] }>>;
}

/** States what one context lets people do, and which roles a new hospital group starts with. */
export const defineAccess = <Matrix extends AccessMatrix>(matrix: Matrix): Matrix => Object.freeze(matrix);
