import { connect } from '@wardwright/domain/db';
import { testDatabase } from '@wardwright/domain/testing';
import { reversible } from '../database/reversible.ts';
import { databaseGuards } from '../guards.ts';
import { guardStep } from './steps.ts';
import type { Say } from './source-steps.ts';
import type { Tally } from './tally.ts';

/** Runs the guards over a freshly migrated database. */
export async function databaseSteps(say: Say): Promise<readonly Tally[]> {
  const clone = await testDatabase();
  const admin = connect(clone.urls.admin);
  const owner = connect(clone.urls.owner);
  try {
    const schema = await guardStep('schema guards', databaseGuards, admin, say);
    return [schema, await guardStep('migration guards', [reversible()], owner, say)];
  } finally {
    await Promise.all([admin.destroy(), owner.destroy()]);
    await clone.close();
  }
}
