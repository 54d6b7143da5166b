import { TenantModel } from '../db/tenant-model.ts';
import type { AuditRow, EmailLogRow, JobRow } from './schema.ts';

/** Changes as they were made, as the database keeps them; they are added, never edited. */
export interface AuditEvent extends AuditRow {}
export class AuditEvent extends TenantModel {
  static override tableName = 'system.audit_log';
  static override noun = 'audit entry';
}

/** Long work behind a page, as people see it; the queue itself is elsewhere. */
export interface Job extends JobRow {}
export class Job extends TenantModel {
  static override tableName = 'system.jobs';
  static override noun = 'job';
}

/** Letters that were sent or wait to be copied, as the database keeps them. */
export interface EmailLog extends EmailLogRow {}
export class EmailLog extends TenantModel {
  static override tableName = 'system.email_logs';
  static override noun = 'letter';
}
