import { migrationSource, steps } from '@wardwright/migrations';
import { inTurn } from './in-turn.ts';
import { withConnection } from './one-connection.ts';

const place = { schemaName: 'system', tableName: 'migrations' } as const;

/**
 * Brings the schema to this version, or to the version whose newest step is given.
 * @param ownerUrl connection as the owner role
 * @returns steps carried out
 */
export const migrate = (ownerUrl: string, newest?: string): Promise<readonly string[]> =>
  inTurn(ownerUrl, () =>
    withConnection(ownerUrl, async (owner) => {
      const wanted = newest === undefined ? steps : steps.slice(0, steps.findIndex((step) => step.name === newest) + 1);
      const settings = { ...place, migrationSource: { ...migrationSource, getMigrations: () => Promise.resolve([...wanted]) } };
      // It is our turn, so a lock that Knex finds was left by a migrator that was killed.
      await owner.migrate.forceFreeMigrationsLock(settings);
      const [, names] = (await owner.migrate.latest(settings)) as [number, string[]];
      return names;
    }),
  );

/** Takes every migration back, leaving an empty database. @param ownerUrl connection as the owner role */
export const rollBackAll = (ownerUrl: string): Promise<void> =>
  withConnection(ownerUrl, async (owner) => {
    await owner.migrate.rollback({ ...place, migrationSource }, true);
  });

/** Steps the database has had, in their order; none when it is new. @param ownerUrl connection as the owner role */
export const appliedSteps = (ownerUrl: string): Promise<readonly string[]> =>
  withConnection(ownerUrl, async (owner) => {
    const exists = await owner.schema.withSchema(place.schemaName).hasTable(place.tableName);
    if (!exists) return [];
    const applied: readonly { name: string }[] = await owner('system.migrations').select('name').orderBy('id');
    return applied.map((row) => row.name);
  });

/** Those of the steps that this version does not know: whatever had them is newer than the product. */
export function unknownSteps(applied: readonly string[]): readonly string[] {
  const known = new Set(steps.map((step) => step.name));
  return applied.filter((name) => !known.has(name));
}
