export { claimFacility } from './commands/claim-facility.ts';
export { detectSignals, signalsTopic, type Watch } from './commands/detection/detect-signals.ts';
export { editSignal } from './commands/edit-signal.ts';
export { applyStagedImport, cancelImport, importTasks, startImport } from './commands/imports.ts';
export { recalculate, recalculateSignals, recalculateTask } from './commands/recalculate.ts';
