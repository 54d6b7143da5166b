import createKnex, { type Knex } from 'knex';

/** Does something as one database role, through a connection that ends with it. */
export async function withConnection<T>(url: string, work: (knex: Knex) => Promise<T>): Promise<T> {
  const knex = createKnex({ client: 'pg', connection: url, pool: { min: 0, max: 1 } });
  try {
    return await work(knex);
  } finally {
    await knex.destroy();
  }
}
