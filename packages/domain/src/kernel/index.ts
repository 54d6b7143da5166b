export * from './errors.ts';
export * from './ids.ts';
export * from './paging.ts';
export * from './permissions.ts';
export * from './resource.ts';
export * from './row.ts';
