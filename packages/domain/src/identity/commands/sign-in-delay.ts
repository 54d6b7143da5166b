import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { waitAfter, waitAfterLetters } from '../rules.ts';

/** How attempts are slowed down. */
interface Pace {
  /** Seconds to wait after so many attempts. */
  readonly waitAfter: (attempts: number) => number;
  /** Seconds without an attempt after which earlier ones are forgotten. */
  readonly forgetAfter: number;
}

const signIns: Pace = { waitAfter, forgetAfter: 15 * 60 };
const letters: Pace = { waitAfter: waitAfterLetters, forgetAfter: 60 * 60 };

const keyOf = (email: string, what: string): string =>
  createHash('sha256').update(`${email.trim().toLowerCase()}\n${what}`).digest('hex');

interface Delay {
  readonly failures: number;
  readonly secondsLeft: number;
}

const claim = (identity: Knex, key: string, pace: Pace): Promise<number> =>
  identity.transaction(async (trx) => {
    await trx('identity.signInDelays').insert({ key, failures: 1, retryAt: trx.fn.now(), failedAt: 'epoch' }).onConflict('key').ignore();
    const before = (await trx('identity.signInDelays')
      .where({ key })
      .forUpdate()
      .first(
        trx.raw(`case when failed_at < now() - make_interval(secs => ?) then 0 else failures end as failures`, [pace.forgetAfter]),
        trx.raw(`ceil(extract(epoch from retry_at - clock_timestamp()))::int as seconds_left`),
      )) as Delay;
    if (before.secondsLeft > 0) return before.secondsLeft;
    const failures = before.failures + 1;
    await trx('identity.signInDelays')
      .where({ key })
      .update({ failures, failedAt: trx.fn.now(), retryAt: trx.raw('clock_timestamp() + make_interval(secs => ?)', [pace.waitAfter(failures)]) });
    return 0;
  });

/**
 * Counts an attempt to sign in as failed before it is made, so that a hundred attempts at once are not a hundred free
 * ones. `forgiveAttempts` takes it back on success. Held in the database: a restart or a second server changes nothing.
 * Unknown addresses are delayed like known ones, and an attacker elsewhere does not slow down the owner of the account.
 * @returns seconds to wait, 0 when the attempt may be made now
 */
export const claimAttempt = (identity: Knex, email: string, address: string): Promise<number> => claim(identity, keyOf(email, address), signIns);

/**
 * Counts a letter to an address before it is written, from wherever it is asked for, so that nobody is flooded with
 * letters. Addresses without a login are counted too, or the wait would tell which have one.
 * @returns seconds to wait, 0 when the letter may be written now
 */
export const claimLetter = (identity: Knex, email: string): Promise<number> => claim(identity, keyOf(email, 'letter'), letters);

/** Forgets the failures of an account at an address, after a successful sign-in; clears old rows on the way. */
export const forgiveAttempts = async (identity: Knex, email: string, address: string): Promise<void> => {
  await identity('identity.signInDelays')
    .where({ key: keyOf(email, address) })
    .orWhereRaw(`failed_at < now() - interval '1 day'`)
    .delete();
};
