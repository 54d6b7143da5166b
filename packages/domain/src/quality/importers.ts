export * from './importers/cell-values.ts';
export * from './importers/facility-name.ts';
export * from './importers/file-forms.ts';
export * from './importers/hrrp-metrics.ts';
export * from './importers/import-file.ts';
export * from './importers/read-file.ts';
