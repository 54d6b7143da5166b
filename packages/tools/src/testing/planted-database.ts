import { connect } from '@wardwright/domain/db';
import { testDatabase } from '@wardwright/domain/testing';
import type { Knex } from 'knex';
import { afterAll } from 'vitest';
import { type Guard, judge, type Verdict } from '../guard.ts';

interface Shared {
  readonly knex: Knex;
  readonly close: () => Promise<void>;
}

async function open(): Promise<Shared> {
  const clone = await testDatabase();
  const knex = connect(clone.urls.admin, { max: 2 });
  return {
    knex,
    close: async () => {
      await knex.destroy();
      await clone.close();
    },
  };
}

/** Carries out statements, then asks a guard. */
type VerdictAfter = (guard: Guard<Knex>, ...statements: readonly string[]) => Promise<Verdict>;

/**
 * Gives the verdict of a guard on a fresh database in which the statements have been carried out by the superuser. They
 * are taken back afterwards, roles included, so that all tests of a file share one database, which goes after the last.
 */
export function verdictsOfThisFile(): VerdictAfter {
  let shared: Promise<Shared> | null = null;
  afterAll(async () => (await shared)?.close());
  return async (guard, ...statements) => {
    shared ??= open();
    const { knex } = await shared;
    const trx = await knex.transaction();
    try {
      for (const statement of statements) await trx.raw(statement);
      return await judge(guard, trx);
    } finally {
      await trx.rollback();
    }
  };
}
