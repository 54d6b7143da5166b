import type { Knex } from 'knex';
import { z } from 'zod';
import { checked } from '../../db/index.ts';
import { DomainError, newId, words } from '../../kernel/index.ts';
import { recordAs } from './governance.ts';

/** An e-mail address as it is kept: trimmed and in lower case. */
export const emailAddress = z.string().trim().toLowerCase().pipe(z.email('Write an e-mail address, such as ada@example.org').max(254));

/** A person's name as they want to see it. */
export const personName = words(120);

/** Who changes a login, when it is not its owner through the product. */
export interface LoginActor {
  readonly kind: 'user' | 'operator';
  readonly userId?: string;
  readonly requestId: string;
}

/** Opens a transaction of the identity role in which the triggers know who acts, and under which name. */
export const onLogins = <T>(
  identity: Knex,
  { kind, userId, requestId }: LoginActor,
  action: string,
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> =>
  identity.transaction(async (trx) => {
    await trx.raw(
      `select set_config('app.actor_kind', ?, true), set_config('app.actor_id', ?, true), set_config('app.request_id', ?, true)`,
      [kind, userId ?? '', requestId],
    );
    await recordAs(trx, action);
    return work(trx);
  });

/**
 * Makes a login with a password.
 * @param passwordHash argon2id or, from another system, bcrypt
 * @returns the id of the login
 * @throws DomainError `conflict` when the address has a login already
 */
export const addLogin = (
  identity: Knex,
  { email, name, passwordHash }: { readonly email: string; readonly name: string; readonly passwordHash: string },
  actor: LoginActor,
): Promise<string> =>
  onLogins(identity, actor, 'login.create', async (trx) => {
    const id = newId();
    const row = { id, ...checked(z.object({ email: emailAddress, name: personName }), { email, name }) };
    const made = await trx('identity.users').insert(row).onConflict('email').ignore().returning('id');
    if (made.length === 0)
      throw new DomainError('conflict', 'This address has a login already. Sign in with it instead.', { field: 'email' });
    await trx('identity.accounts').insert({
      id: newId(),
      userId: id,
      accountId: id,
      providerId: 'credential',
      password: passwordHash,
    });
    return id;
  });

/**
 * Makes a login for the sake of something else, such as joining a tenant, and takes it back when that fails: its owner
 * must be able to try again with the same address.
 * @throws DomainError `conflict` when the address has a login already, or whatever the work throws
 */
export async function withNewLogin<T>(
  identity: Knex,
  login: Parameters<typeof addLogin>[1],
  actor: LoginActor,
  work: (userId: string) => Promise<T>,
): Promise<T> {
  const userId = await addLogin(identity, login, actor);
  try {
    return await work(userId);
  } catch (error) {
    await onLogins(identity, actor, 'login.delete', (trx) => trx('identity.users').where({ id: userId }).delete());
    throw error;
  }
}

/** Changes the name of a login everywhere it is shown. */
export const renameLogin = (identity: Knex, userId: string, name: string, requestId: string): Promise<void> =>
  onLogins(identity, { kind: 'user', userId, requestId }, 'login.rename', async (trx) => {
    await trx('identity.users').where({ id: userId }).update({ name, updatedAt: trx.fn.now() });
  });

/**
 * Lets a login in again or shuts it out of every tenant; shutting it out ends its sessions in the same moment. This is for
 * the operator: a tenant's administrator deactivates the membership instead.
 * @throws DomainError `not-found` when no login has this address
 */
export const setLoginActive = (identity: Knex, email: string, isActive: boolean, requestId: string): Promise<void> =>
  onLogins(identity, { kind: 'operator', requestId }, isActive ? 'login.reactivate' : 'login.deactivate', async (trx) => {
    const changed = await trx('identity.users')
      .where({ email: checked(emailAddress, email) })
      .update({ isActive, updatedAt: trx.fn.now() });
    if (changed === 0) throw new DomainError('not-found', 'There is no login with this address.');
  });
