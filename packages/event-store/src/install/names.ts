const PLAIN = /^[a-z_][a-z0-9_]{0,62}$/;

/** A schema, table or role name as it stands in a statement; anything but a plain lower-case name is refused. */
export function quoteName(name: string): string {
  if (!PLAIN.test(name)) throw new Error(`"${name}" is no plain lower-case SQL name.`);
  return `"${name}"`;
}

/** A table name with or without its schema. */
export const quoteTable = (name: string): string => name.split('.').map(quoteName).join('.');
