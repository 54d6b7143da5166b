import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { waitAfter } from '../rules.ts';

/** Seconds without a failure after which earlier ones are forgotten. */
const forgetAfter = 15 * 60;

const keyOf = (email: string, address: string): string =>
  createHash('sha256').update(`${email.trim().toLowerCase()}\n${address}`).digest('hex');

interface Delay {
  readonly failures: number;
  readonly secondsLeft: number;
}

/**
 * Counts an attempt to sign in as failed before it is made, so that a hundred attempts at once are not a hundred free
 * ones. `forgiveAttempts` takes it back on success. Held in the database: a restart or a second server changes nothing.
 * Unknown addresses are delayed like known ones, and an attacker elsewhere does not slow down the owner of the account.
 * @returns seconds to wait, 0 when the attempt may be made now
 */
export async function claimAttempt(identity: Knex, email: string, address: string): Promise<number> {
  const key = keyOf(email, address);
  return identity.transaction(async (trx) => {
    await trx('identity.signInDelays').insert({ key, failures: 1, retryAt: trx.fn.now(), failedAt: 'epoch' }).onConflict('key').ignore();
    const before = (await trx('identity.signInDelays')
      .where({ key })
      .forUpdate()
      .first(
        trx.raw(`case when failed_at < now() - make_interval(secs => ?) then 0 else failures end as failures`, [forgetAfter]),
        trx.raw(`ceil(extract(epoch from retry_at - clock_timestamp()))::int as seconds_left`),
      )) as Delay;
    if (before.secondsLeft > 0) return before.secondsLeft;
    const failures = before.failures + 1;
    await trx('identity.signInDelays')
      .where({ key })
      .update({ failures, failedAt: trx.fn.now(), retryAt: trx.raw('clock_timestamp() + make_interval(secs => ?)', [waitAfter(failures)]) });
    return 0;
  });
}

/** Forgets the failures of an account at an address, after a successful sign-in; clears old rows on the way. */
export const forgiveAttempts = async (identity: Knex, email: string, address: string): Promise<void> => {
  await identity('identity.signInDelays')
    .where({ key: keyOf(email, address) })
    .orWhereRaw(`failed_at < now() - interval '1 day'`)
    .delete();
};
