export { hrrpRow } from './importers/hrrp-row.ts';
export { facilityRowOf } from './importers/facility-row.ts';
export { recogniseHeading } from './importers/file-forms.ts';
export { type AppliedImport, applyImport, type ImportFile, importsTopic, stageImport } from './importers/import-file.ts';
export { importSnapshot, type SnapshotChoice } from './importers/import-snapshot.ts';
export { digestOf, inspectFile, readRecords } from './importers/read-file.ts';
export { stagedLine } from './importers/staged-line.ts';
