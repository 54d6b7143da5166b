import { defineAccess } from '../kernel/index.ts';

const look = ['quality.signal.read', 'quality.metric.read', 'quality.facility.read'] as const;
const lead = [...look, 'quality.signal.edit', 'quality.signal.assign', 'quality.signal.move', 'quality.signal.comment'] as const;

/**
 * Who may look at signals, work on them, and feed them. The leadership roles differ only in whom they may assign to,
 * which the workflow decides by the kind of role; the resolver and the assignee never close, whatever their role.
 */
export const qualityAccess = defineAccess({
  context: 'quality',
  permissions: {
    'quality.signal.read': 'See signals, their reasons and their history',
    'quality.signal.edit': 'Rewrite the description and the narrative of a signal',
    'quality.signal.assign': 'Give a signal to somebody',
    'quality.signal.move': 'Move a signal that one has been given, or has given, through its states',
    'quality.signal.close': 'Close a signal after checking that it is resolved',
    'quality.signal.comment': 'Comment on a signal and record an intervention',
    'quality.signal.recalculate': 'Compare all facilities again, with the same or another peer group',
    'quality.metric.read': 'See what each metric means',
    'quality.metric.write': 'Change the wording, direction and floors of a metric',
    'quality.facility.read': 'See facilities, ours and peers',
    'quality.facility.write': 'Change facilities and say which of them are ours',
    'quality.import.read': 'See what was imported and what was rejected',
    'quality.import.run': 'Import files of observations',
  },
  roles: {
    'quality.admin': {
      title: 'Quality administrator',
      grants: [
        ...lead,
        'quality.signal.close',
        'quality.signal.recalculate',
        'quality.metric.write',
        'quality.facility.write',
        'quality.import.read',
        'quality.import.run',
      ],
    },
    'quality.clinical-leadership': { title: 'Clinical leadership', grants: [...lead, 'quality.signal.close'] },
    'quality.nursing-leadership': { title: 'Nursing leadership', grants: [...lead, 'quality.signal.close'] },
    'quality.administration': { title: 'Administration', grants: [...lead, 'quality.signal.close'] },
    'quality.viewer': { title: 'Quality viewer', grants: [...look] },
  },
});
