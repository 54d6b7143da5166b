import { defineAccess } from '../kernel/index.ts';

/** Who may see and keep the list of people, programs and sites. */
export const directoryAccess = defineAccess({
  context: 'directory',
  permissions: {
    'directory.entry.read': 'See people, programs, sites and health systems',
    'directory.entry.write': 'Add, change and archive people, programs, sites and health systems',
  },
  roles: {
    'directory.editor': {
      title: 'Directory editor',
      grants: ['directory.entry.read', 'directory.entry.write'],
    },
    'directory.viewer': { title: 'Directory viewer', grants: ['directory.entry.read'] },
  },
});
