import { accessMatrices } from '@wardwright/domain/access';

const order = new Map(accessMatrices.flatMap(({ roles }) => Object.keys(roles)).map((key, place) => [key, place]));
const last = order.size;

/** The part of a role key before the dot: the context it belongs to. */
export const contextOf = (key: string): string => key.split('.', 1)[0] ?? key;

/** Roles as the contexts list them: the hospital group first, and in each context the most able first. */
export const inOrder = <Role extends { readonly key: string }>(roles: readonly Role[]): Role[] =>
  roles.toSorted((a, b) => (order.get(a.key) ?? last) - (order.get(b.key) ?? last) || a.key.localeCompare(b.key));
