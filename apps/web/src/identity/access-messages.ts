import { accessMatrices } from '@wardwright/domain/access';

/** A role that comes with the product, or a permission, by the key the server knows it by. */
export type AccessMessageId = `identity.role.${string}` | `identity.permission.${string}`;

const roles = accessMatrices.flatMap((matrix) => Object.entries(matrix.roles).map(([key, { title }]) => [`identity.role.${key}`, title] as const));
const permissions = accessMatrices.flatMap((matrix) => Object.entries<string>(matrix.permissions).map(([key, meaning]) => [`identity.permission.${key}`, meaning] as const));

/** Their English stands once, beside what it names: a new permission is in the catalogue as soon as it exists. */
export const accessMessages = Object.fromEntries([...roles, ...permissions]) as Readonly<Record<AccessMessageId, string>>;
