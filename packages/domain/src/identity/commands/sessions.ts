import type { Knex } from 'knex';
import { notFound } from '../../kernel/index.ts';

/** Ends one session of a login. @throws DomainError `not-found`, also when it is somebody else's */
export async function endSession(identity: Knex, userId: string, sessionId: string): Promise<void> {
  const ended = await identity('identity.sessions').where({ id: sessionId, userId }).delete();
  if (ended === 0) throw notFound('session');
}

/** Ends every session of a login but one. @returns how many ended */
export const endOtherSessions = (identity: Knex, userId: string, keptId: string): Promise<number> =>
  identity('identity.sessions').where({ userId }).whereNot({ id: keptId }).delete();
