import { defineAccess } from '../kernel/index.ts';

/** Who may govern a tenant: its settings, members, roles and audit trail. */
export const identityAccess = defineAccess({
  context: 'tenant',
  permissions: {
    'tenant.settings.read': 'See the name and settings of the hospital group',
    'tenant.settings.write': 'Change the name and settings of the hospital group',
    'tenant.member.read': 'See who works in this hospital group, and its roles',
    'tenant.member.write': 'Invite people, deactivate members, give roles, copy letters',
    'tenant.role.write': 'Change what a role may do',
    'tenant.audit.read': 'Read the audit trail',
    'tenant.job.read': 'See long-running jobs',
    'tenant.job.cancel': 'Cancel long-running jobs',
  },
  roles: {
    'tenant.admin': {
      title: 'Administrator',
      grants: [
        'tenant.settings.read',
        'tenant.settings.write',
        'tenant.member.read',
        'tenant.member.write',
        'tenant.role.write',
        'tenant.audit.read',
        'tenant.job.read',
        'tenant.job.cancel',
      ],
    },
    'tenant.auditor': {
      title: 'Auditor',
      grants: ['tenant.settings.read', 'tenant.member.read', 'tenant.audit.read', 'tenant.job.read'],
    },
    'tenant.member': { title: 'Member', grants: ['tenant.settings.read'] },
  },
});
