import type { Knex } from 'knex';
import { notFound } from '../../kernel/index.ts';
import { onLogins } from './logins.ts';

/** Notes in the trail of a login what happened to its sessions. Needs a transaction of `onLogins`, which names the event. */
export const recordSessions = async (trx: Knex.Transaction, userId: string, ended: number | null): Promise<void> => {
  const facts = ended === null ? null : JSON.stringify({ ended });
  await trx.raw('select identity.write_account_event(?, ?, null, ?)', [userId, 'login.session', facts]);
};

/** Whose session it is, and in which request it ends. */
export interface SessionEnd {
  readonly userId: string;
  readonly sessionId: string;
  readonly requestId: string;
}

const end = (identity: Knex, { userId, sessionId, requestId }: SessionEnd, action: string): Promise<number> =>
  onLogins(identity, { kind: 'user', requestId }, action, async (trx) => {
    const ended = await trx('identity.sessions').where({ id: sessionId, userId }).delete();
    if (ended > 0) await recordSessions(trx, userId, null);
    return ended;
  });

/** Signs out: ends the session that asks for it. One that has ended meanwhile is as good as ended. */
export const signOut = async (identity: Knex, session: SessionEnd): Promise<void> => {
  await end(identity, session, 'login.sign-out');
};

/** Ends one session of a login. @throws DomainError `not-found`, also when it is somebody else's */
export async function endSession(identity: Knex, session: SessionEnd): Promise<void> {
  if ((await end(identity, session, 'login.session.end')) === 0) throw notFound('session');
}

/** Ends every session of a login but the one that asks for it. @returns how many ended */
export const endOtherSessions = (identity: Knex, { userId, sessionId, requestId }: SessionEnd): Promise<number> =>
  onLogins(identity, { kind: 'user', requestId }, 'login.session.end-others', async (trx) => {
    const ended = await trx('identity.sessions').where({ userId }).whereNot({ id: sessionId }).delete();
    if (ended > 0) await recordSessions(trx, userId, ended);
    return ended;
  });
