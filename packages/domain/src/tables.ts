import type { z } from 'zod';
import * as directory from './directory/schema.ts';
import * as identity from './identity/schema.ts';
import * as quality from './quality/schema.ts';
import * as system from './system/schema.ts';

/** What the code believes about each table, by its full name; a guard compares it with the database. */
export const tables: Readonly<Record<string, z.ZodObject>> = {
  'system.audit_log': system.auditRow,
  'system.idempotency_keys': system.idempotencyKeyRow,
  'system.jobs': system.jobRow,
  'system.email_logs': system.emailLogRow,
  'identity.users': identity.userRow,
  'identity.sessions': identity.sessionRow,
  'identity.accounts': identity.accountRow,
  'identity.verifications': identity.verificationRow,
  'identity.two_factors': identity.twoFactorRow,
  'identity.sign_in_delays': identity.signInDelayRow,
  'identity.account_events': identity.accountEventRow,
  'identity.tenants': identity.tenantRow,
  'identity.service_principals': identity.servicePrincipalRow,
  'identity.roles': identity.roleRow,
  'identity.role_permissions': identity.rolePermissionRow,
  'identity.memberships': identity.membershipRow,
  'identity.membership_roles': identity.membershipRoleRow,
  'identity.invitations': identity.invitationRow,
  'directory.health_systems': directory.healthSystemRow,
  'directory.sites': directory.siteRow,
  'directory.programs': directory.programRow,
  'directory.people': directory.personRow,
  'directory.person_programs': directory.personProgramRow,
  'quality.facilities': quality.facilityRow,
  'quality.metrics': quality.metricRow,
  'quality.import_batches': quality.importBatchRow,
  'quality.import_rejections': quality.importRejectionRow,
  'quality.observations': quality.observationRow,
  'quality.signals': quality.signalRow,
  'quality.contributions': quality.contributionRow,
};
