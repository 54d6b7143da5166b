import { TenantModel } from '../db/tenant-model.ts';
import type { ContributionRow, FacilityRow, ImportBatchRow, ImportRejectionRow, MetricRow, ObservationRow, SignalRow } from './schema.ts';

/** Hospitals, ours and peers, as the database keeps them. */
export interface Facility extends FacilityRow {}
export class Facility extends TenantModel {
  static override tableName = 'quality.facilities';
  static override noun = 'facility';
}

/** Measures of care, as the database keeps them: unit, direction, floors and wording. */
export interface Metric extends MetricRow {}
export class Metric extends TenantModel {
  static override tableName = 'quality.metrics';
  static override noun = 'metric';
}

/** Published values, as the database keeps them: one for each hospital, measure and period. */
export interface Observation extends ObservationRow {}
export class Observation extends TenantModel {
  static override tableName = 'quality.observations';
  static override noun = 'observation';
}

/** Files taken in, as the database keeps them: rows read, stored, suppressed and rejected, and what came of them. */
export interface ImportBatch extends ImportBatchRow {}
export class ImportBatch extends TenantModel {
  static override tableName = 'quality.import_batches';
  static override noun = 'import';
  static override get jsonAttributes(): string[] {
    return ['report'];
  }
}

/** Lines of a file that could not be kept, each with its column and the reason. */
export interface ImportRejection extends ImportRejectionRow {}
export class ImportRejection extends TenantModel {
  static override tableName = 'quality.import_rejections';
  static override noun = 'rejected row';
}

/** Judged measures at our hospitals, as the database keeps them; one stays the same row while it is open. */
export interface Signal extends SignalRow {}
export class Signal extends TenantModel {
  static override tableName = 'quality.signals';
  static override noun = 'signal';
}

/** How much each part of a signal pulls the whole above or below where it stands, as the database keeps it. */
export interface Contribution extends ContributionRow {}
export class Contribution extends TenantModel {
  static override tableName = 'quality.contributions';
  static override noun = 'contribution';
}
