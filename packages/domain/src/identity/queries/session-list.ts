import type { Knex } from 'knex';
import { z } from 'zod';

/** One browser in which a person is signed in; `lastUsedAt` is right to within an hour. */
export const sessionView = z.object({
  id: z.uuid(),
  current: z.boolean(),
  userAgent: z.string().nullable(),
  ipAddress: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type SessionView = z.infer<typeof sessionView>;

/** The live sessions of a login, the one used last first. @param currentId the session that asks */
export async function sessionsOf(identity: Knex, userId: string, currentId: string): Promise<SessionView[]> {
  const rows = (await identity('identity.sessions')
    .where({ userId })
    .where('expiresAt', '>', identity.fn.now())
    .orderBy([
      { column: 'updatedAt', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .select('id', 'userAgent', 'ipAddress', 'createdAt', 'updatedAt as lastUsedAt', 'expiresAt')) as Omit<SessionView, 'current'>[];
  return rows.map((row) => ({ ...row, current: row.id === currentId }));
}
