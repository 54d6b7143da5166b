import { connect } from '@wardwright/domain/db';
import { testDatabase } from '@wardwright/domain/testing';
import type { Knex } from 'knex';
import type { Guard, Verdict } from '../guard.ts';
import { judge } from '../guard.ts';

/** The verdict of a guard on a fresh database in which the statements have been carried out by the superuser. */
export async function verdictAfter(guard: Guard<Knex>, ...statements: readonly string[]): Promise<Verdict> {
  const clone = await testDatabase();
  const knex = connect(clone.urls.admin);
  try {
    for (const statement of statements) await knex.raw(statement);
    return await judge(guard, knex);
  } finally {
    await knex.destroy();
    await clone.close();
  }
}
