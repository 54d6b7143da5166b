import { TenantModel } from '../db/tenant-model.ts';
import type { ContributionRow, FacilityRow, ImportBatchRow, ImportRejectionRow, MetricRow, ObservationRow, SignalRow } from './schema.ts';

export interface Facility extends FacilityRow {}
export class Facility extends TenantModel {
  static override tableName = 'quality.facilities';
  static override noun = 'facility';
}

export interface Metric extends MetricRow {}
export class Metric extends TenantModel {
  static override tableName = 'quality.metrics';
  static override noun = 'metric';
}

export interface Observation extends ObservationRow {}
export class Observation extends TenantModel {
  static override tableName = 'quality.observations';
  static override noun = 'observation';
}

export interface ImportBatch extends ImportBatchRow {}
export class ImportBatch extends TenantModel {
  static override tableName = 'quality.import_batches';
  static override noun = 'import';
  static override get jsonAttributes(): string[] {
    return ['report'];
  }
}

export interface ImportRejection extends ImportRejectionRow {}
export class ImportRejection extends TenantModel {
  static override tableName = 'quality.import_rejections';
  static override noun = 'rejected row';
}

export interface Signal extends SignalRow {}
export class Signal extends TenantModel {
  static override tableName = 'quality.signals';
  static override noun = 'signal';
}

export interface Contribution extends ContributionRow {}
export class Contribution extends TenantModel {
  static override tableName = 'quality.contributions';
  static override noun = 'contribution';
}
