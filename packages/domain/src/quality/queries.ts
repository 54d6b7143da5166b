export { facilityCounts, facilityList } from './queries/facility-list.ts';
export * from './queries/feed.ts';
export { signalFilterOptions } from './queries/feed-options.ts';
export { type DetectionReport, type ImportPreview, importShape } from './queries/import-shapes.ts';
export { importById, importList, importRejections } from './queries/imports.ts';
export { type SignalPage } from './queries/page-shapes.ts';
export { signalPage } from './queries/signal-page.ts';
