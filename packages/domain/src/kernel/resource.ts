import type { z } from 'zod';
import type { Permission } from './permissions.ts';

/** A table people may list and edit without ceremony. Pure data: server, browser and tests all read it. */
export interface Resource<
  Row extends z.ZodObject = z.ZodObject,
  Write extends z.ZodObject = z.ZodObject,
  Sort extends string = string,
> {
  /** Singular noun shown to people: "site", "health system". */
  readonly name: string;
  /** `<context>.<plural>`, the address in the router and in the page route. */
  readonly path: string;
  readonly row: Row;
  /** What a person may fill in; everything else is set by the system. */
  readonly write: Write;
  /** Columns the list may be sorted by, the usual one first. */
  readonly sort: readonly [Sort, ...Sort[]];
  readonly access: { readonly read: Permission; readonly write: Permission };
}

/** States a plain table once, for server, pages and tests. */
export const defineResource = <Row extends z.ZodObject, Write extends z.ZodObject, Sort extends keyof Row['shape'] & string>(
  resource: Resource<Row, Write, Sort>,
): Resource<Row, Write, Sort> => Object.freeze(resource);
