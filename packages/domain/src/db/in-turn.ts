import pg from 'pg';

/**
 * Changes the schema while no other server does: two that start at once carry out their work one after the other.
 * @param url connection as any role; it must not go through a pool that hands out single transactions
 */
export async function inTurn<T>(url: string, work: (keeper: pg.Client) => Promise<T>): Promise<T> {
  const keeper = new pg.Client({ connectionString: url, application_name: 'wardwright-schema' });
  await keeper.connect();
  try {
    await keeper.query(`select pg_advisory_lock(hashtextextended('wardwright.migrations', 0))`);
    return await work(keeper);
  } finally {
    await keeper.end();
  }
}
