export * from './announce.ts';
export * from './audit.ts';
export * from './connection.ts';
export * from './jobs-schema.ts';
export * from './migrate.ts';
export * from './operation.ts';
export * from './scope.ts';
export * from './tenant-model.ts';
