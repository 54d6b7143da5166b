import type { Knex } from 'knex';
import { migrationSource, steps } from '@wardwright/migrations';
import type { Guard } from '../guard.ts';
import { fingerprint } from './fingerprint.ts';

type Step = (typeof steps)[number];

const migratorOf = (owner: Knex, list: readonly Step[]) => {
  const settings = {
    migrationSource: { ...migrationSource, getMigrations: () => Promise.resolve([...list]) },
    schemaName: 'system',
    tableName: 'migrations',
  };
  return {
    latest: () => owner.migrate.latest(settings),
    up: () => owner.migrate.up(settings),
    down: () => owner.migrate.down(settings),
  };
};

const difference = (wanted: readonly string[], found: readonly string[]): string[] => [
  ...wanted.filter((line) => !found.includes(line)).map((line) => `lost: ${line}`),
  ...found.filter((line) => !wanted.includes(line)).map((line) => `left or changed: ${line}`),
];

/** What the schema of the migrations table itself looks like is no business of any migration. */
const product = (lines: readonly string[]): string[] => lines.filter((line) => !/\bsystem\.migrations(?:_lock)?(?:_|\b)/.test(line));

/**
 * Takes the migrations back one by one until nothing is left, then carries them out again, comparing the schema after
 * each step with the schema at the same height on the way down.
 */
export const reversible = (list: readonly Step[] = steps): Guard<Knex> => ({
  name: 'reversible migrations',
  promise: 'Every migration can be taken back and carried out again, leaving the same schema.',
  check: async (owner) => {
    const migrator = migratorOf(owner, list);
    const look = async () => product(await fingerprint(owner));
    await migrator.latest();
    const heights: string[][] = [await look()];
    const offences: string[] = [];
    for (const step of list.toReversed()) {
      await migrator.down().catch((error: Error) => offences.push(`${step.name} cannot be taken back: ${error.message}`));
      if (offences.length > 0) return { looked: list.length, unit: 'migrations', offences };
      heights.unshift(await look());
    }
    offences.push(...difference([], heights[0] ?? []).map((line) => `after all are taken back, ${line}`));
    for (const [index, step] of list.entries()) {
      await migrator.up().catch((error: Error) => offences.push(`${step.name} cannot be carried out again: ${error.message}`));
      const changes = difference(heights[index + 1] ?? [], await look());
      offences.push(...changes.map((line) => `${step.name}, carried out again: ${line}`));
      if (offences.length > 0) break;
    }
    return { looked: list.length, unit: 'migrations', offences };
  },
});
