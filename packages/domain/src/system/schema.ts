import { z } from 'zod';
import { lifecycleColumns, tenantColumns } from '../kernel/index.ts';

/** Who can act in a hospital group: a person with a login, or a service principal such as the importer. */
export const actorKinds = ['user', 'service'] as const;
/** The operator is whoever works in the database itself, past the product; the id is then all zeros. */
export const auditActorKinds = [...actorKinds, 'operator'] as const;
/** The life of a job: it waits, it works, and it ends in one of three ways. */
export const jobStatuses = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
/** What has become of a letter; a queued one waits to be sent, or to be copied where there is no mail server. */
export const emailStatuses = ['queued', 'sent', 'failed', 'bounced'] as const;

const snapshot = z.record(z.string(), z.unknown()).nullable();

/** One change, as it was made: who, what, when, before, after. Never edited and never deleted. */
export const auditRow = z.object({
  ...tenantColumns,
  at: z.iso.datetime(),
  actorKind: z.enum(auditActorKinds),
  actorId: z.uuid(),
  action: z.string(),
  entity: z.string(),
  entityId: z.uuid(),
  before: snapshot,
  after: snapshot,
  requestId: z.string(),
});
export type AuditRow = z.infer<typeof auditRow>;

/** The remembered answer to a command, so that a repeated request changes nothing. */
export const idempotencyKeyRow = z.object({
  tenantId: z.uuid(),
  actorId: z.uuid(),
  key: z.string().min(8).max(200),
  command: z.string(),
  requestHash: z.string(),
  response: z.unknown(),
  createdAt: z.iso.datetime(),
});
export type IdempotencyKeyRow = z.infer<typeof idempotencyKeyRow>;

/** Long work that runs behind the page: an import, a recalculation, an export. `done` of `total` are work units. */
export const jobRow = z.object({
  ...tenantColumns,
  task: z.string(),
  title: z.string(),
  status: z.enum(jobStatuses),
  phase: z.string().nullable(),
  done: z.int().min(0),
  total: z.int().min(0).nullable(),
  input: z.record(z.string(), z.unknown()),
  result: z.record(z.string(), z.unknown()).nullable(),
  error: z.string().nullable(),
  attempts: z.int(),
  cancelRequestedAt: z.iso.datetime().nullable(),
  requestedBy: z.uuid(),
  requestedByKind: z.enum(actorKinds),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  ...lifecycleColumns,
});
export type JobRow = z.infer<typeof jobRow>;

/** A letter the product sent or meant to send. */
export const emailLogRow = z.object({
  ...tenantColumns,
  notificationId: z.uuid().nullable(),
  templateId: z.uuid().nullable(),
  recipientEmail: z.email(),
  subject: z.string(),
  bodyHtml: z.string().nullable(),
  bodyText: z.string().nullable(),
  status: z.enum(emailStatuses),
  errorMessage: z.string().nullable(),
  sentAt: z.iso.datetime().nullable(),
  retryCount: z.int(),
  createdAt: z.iso.datetime(),
});
export type EmailLogRow = z.infer<typeof emailLogRow>;
