import type { Catalogue } from '../message-types.ts';

export const resourceMessages = {
  'shell.resource.save': 'Save',
  'shell.resource.cancel': 'Cancel',
  'shell.resource.archive': 'Archive',
  'shell.resource.restore': 'Restore',
  'shell.resource.archived': 'Archived',
  'shell.resource.sort': 'Sort by',
  'shell.resource.created': 'When added',
  'shell.resource.more': 'Show more',
  'shell.resource.yes': 'Yes',
  'shell.resource.no': 'No',
  'shell.resource.none': 'What is added here can be used by every schedule and page of this hospital group.',
  'shell.resource.none.archived': 'Nothing has been archived.',
  'shell.resource.readonly': 'Your roles let you read this list. An administrator of this hospital group can let you change it.',
} as const satisfies Catalogue<'shell'>;
