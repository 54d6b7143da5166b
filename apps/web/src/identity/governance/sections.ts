import { z } from 'zod';

/** What the members page shows; it stands in the address. */
export const membersSearch = z.object({ show: z.enum(['members', 'invitations', 'letters']).catch('members').default('members') });
export type MembersSection = z.infer<typeof membersSearch>['show'];
