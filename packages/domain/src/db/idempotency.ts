import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { DomainError } from '../kernel/errors.ts';
import type { Scope } from './scope.ts';

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** A client that repeats itself does so within minutes. A few old keys go with each new one, so that none pile up. */
const forgetOldKeys = `
  delete from system.idempotency_keys where (tenant_id, actor_id, key) in (
    select tenant_id, actor_id, key from system.idempotency_keys
    where created_at < now() - interval '1 day' order by created_at limit 20 for update skip locked)`;

/**
 * Runs the work once per idempotency key and actor. A second caller waits for the first and gets its answer.
 * @throws DomainError `conflict` when the key was used for something else.
 */
export async function onceOnly<T>(
  trx: Knex.Transaction,
  scope: Scope,
  command: string,
  input: unknown,
  work: () => Promise<T>,
): Promise<T> {
  if (!scope.idempotencyKey) return work();
  const key = { tenantId: scope.tenantId, actorId: scope.actor.id, key: scope.idempotencyKey };
  const requestHash = digest([command, input]);
  const claimed = await trx('system.idempotencyKeys').insert({ ...key, command, requestHash }).onConflict().ignore().returning('key');
  if (claimed.length === 0) {
    const earlier = await trx('system.idempotencyKeys').where(key).first('requestHash', 'response');
    if (earlier?.requestHash !== requestHash)
      throw new DomainError('conflict', 'This idempotency key was used for another request. Make a new key.', { command });
    return earlier.response as T;
  }
  await trx.raw(forgetOldKeys);
  const result = await work();
  await trx('system.idempotencyKeys').where(key).update({ response: JSON.stringify(result ?? null) });
  return result;
}
