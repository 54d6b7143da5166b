import { TenantModel } from '../db/tenant-model.ts';
import type { AuditRow, EmailLogRow, JobRow } from './schema.ts';

export interface AuditEvent extends AuditRow {}
export class AuditEvent extends TenantModel {
  static override tableName = 'system.audit_log';
  static override noun = 'audit entry';
}

export interface Job extends JobRow {}
export class Job extends TenantModel {
  static override tableName = 'system.jobs';
  static override noun = 'job';
}

export interface EmailLog extends EmailLogRow {}
export class EmailLog extends TenantModel {
  static override tableName = 'system.email_logs';
  static override noun = 'letter';
}
