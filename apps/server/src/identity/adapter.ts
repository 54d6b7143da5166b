import { onLogins, recordSessions } from '@wardwright/domain/identity/commands';
import { tryGetCurrentAuthEndpointContext } from '@better-auth/core/context';
import { type CleanedWhere, createAdapterFactory, type CustomAdapter } from '@better-auth/core/db/adapter';
import type { Knex } from 'knex';
import { hashToken } from './session.ts';

const operators = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** The few conditions the mounted endpoints use. Another one is a programming error, not a slow or wrong query. */
function narrow(query: Knex.QueryBuilder, where: readonly CleanedWhere[] = []): Knex.QueryBuilder {
  for (const { field, operator = 'eq', value, connector } of where) {
    if (connector !== 'AND') throw new Error(`Conditions joined by ${connector} are not supported.`);
    if (value === null && operator === 'eq') void query.whereNull(field);
    else if (operator === 'in' && Array.isArray(value)) void query.whereIn(field, value);
    else if (operator in operators) void query.where(field, operators[operator as keyof typeof operators], value as Knex.Value);
    else throw new Error(`The condition "${operator}" is not supported.`);
  }
  return query;
}

const actions: Readonly<Record<string, string>> = {
  '/change-password': 'login.password.change',
  '/reset-password': 'login.password.reset',
};

/** Changes of a login are recorded by triggers; they are told by which request and under which name they are made. */
function recorded<T>(knex: Knex, model: string, work: (db: Knex) => Promise<T>): Promise<T> {
  if (model !== 'users' && model !== 'accounts') return work(knex);
  const endpoint = tryGetCurrentAuthEndpointContext();
  const requestId = endpoint?.headers?.get('x-request-id') ?? 'sign-in';
  return onLogins(knex, { kind: 'user', requestId }, actions[endpoint?.path ?? ''] ?? 'login.update', work);
}

type Row = Record<string, unknown>;

/** A new session; where it comes from signing in, and not from a changed password, the trail of the login says so. */
async function addSession(knex: Knex, row: Row): Promise<unknown> {
  const endpoint = tryGetCurrentAuthEndpointContext();
  if (endpoint?.path !== '/sign-in/email') return knex('identity.sessions').insert(row).returning('*');
  const requestId = endpoint.headers?.get('x-request-id') ?? 'sign-in';
  return onLogins(knex, { kind: 'user', requestId }, 'login.sign-in', async (trx) => {
    await recordSessions(trx, String(row['userId']), null);
    return trx('identity.sessions').insert(row).returning('*');
  });
}

/** A new link takes the place of the one before: a login has one at a time. Two requests at once wait for each other. */
const addLink = (knex: Knex, row: Row): Promise<unknown> =>
  knex.transaction(async (trx) => {
    await trx.raw('select from identity.users where id = ? for no key update', [String(row['value'])]);
    await trx('identity.verifications').where({ value: row['value'] }).delete();
    return trx('identity.verifications').insert(row).returning('*');
  });

function add(knex: Knex, model: string, row: Row): Promise<unknown> {
  if (model === 'sessions') return addSession(knex, row);
  if (model === 'verifications') return addLink(knex, row);
  return recorded(knex, model, async (db) => db(`identity.${model}`).insert(row).returning('*'));
}

// The signatures of the adapter promise the caller's own row type, which no database can check.
function rowsOf(knex: Knex): CustomAdapter {
  const table = (db: Knex, model: string): Knex.QueryBuilder => db(`identity.${model}`);
  const first = (rows: unknown) => ((rows as unknown[])[0] ?? null) as never;
  const one = (db: Knex, model: string, where: readonly CleanedWhere[]) => narrow(table(db, model).select('id'), where).limit(1);
  return {
    create: async ({ model, data }) => first(await add(knex, model, data)),
    update: ({ model, where, update }) =>
      recorded(knex, model, async (db) =>
        first(await table(db, model).whereIn('id', one(db, model, where)).update(update).returning('*')),
      ),
    updateMany: ({ model, where, update }) =>
      recorded(knex, model, async (db) => Number(await narrow(table(db, model), where).update(update))),
    findOne: async ({ model, where }) => first(await narrow(table(knex, model), where).limit(1)),
    findMany: async ({ model, where, limit, sortBy, offset }) => {
      const query = narrow(table(knex, model), where).limit(limit).offset(offset ?? 0);
      return (await (sortBy ? query.orderBy(sortBy.field, sortBy.direction) : query)) as never;
    },
    delete: async ({ model, where }) => {
      await table(knex, model).whereIn('id', one(knex, model, where)).delete();
    },
    deleteMany: async ({ model, where }) => Number(await narrow(table(knex, model), where).delete()),
    consumeOne: async ({ model, where }) =>
      first(await table(knex, model).whereIn('id', one(knex, model, where)).delete().returning('*')),
    count: async ({ model, where }) => {
      const [row] = (await narrow(table(knex, model), where).count({ n: '*' })) as { n: number }[];
      return row?.n ?? 0;
    },
  };
}

const factory = (knex: Knex) =>
  createAdapterFactory({
    config: {
      adapterId: 'wardwright',
      usePlural: true,
      supportsDates: false,
      supportsUUIDs: true,
      // Both what is written and what is looked for: a token is never sent to the database as it is.
      customTransformInput: ({ data, model, field }) =>
        model === 'sessions' && field === 'token' && typeof data === 'string' ? hashToken(data) : (data as unknown),
    },
    adapter: () => rowsOf(knex),
  });

type Adapter = ReturnType<ReturnType<typeof factory>>;

/**
 * The tables of schema `identity` for better-auth, over the pool of the identity role. Session tokens are kept as hashes;
 * whoever made or showed a token gets it back in the answer, because the cookie is made from it.
 */
export const identityAdapter = (knex: Knex) => (options: Parameters<ReturnType<typeof factory>>[0]): Adapter => {
  const inner = factory(knex)(options);
  const withToken = <Row>(row: Row, token: unknown): Row =>
    row && typeof token === 'string' ? { ...row, token } : row;
  const shownToken = (where: readonly { field: string; value: unknown }[]) => where.find(({ field }) => field === 'token')?.value;
  return {
    ...inner,
    create: async (call) => {
      const row = await inner.create(call);
      return (call.model === 'session' ? withToken(row, (call.data as { token?: unknown }).token) : row) as never;
    },
    findOne: async (call) => {
      const row = await inner.findOne(call);
      return (call.model === 'session' ? withToken(row, shownToken(call.where)) : row) as never;
    },
  };
};
