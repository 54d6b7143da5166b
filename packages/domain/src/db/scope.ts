import type { Knex } from 'knex';
import { DomainError } from '../kernel/errors.ts';
import type { Permission } from '../kernel/permissions.ts';
import { asRefusal } from './database-errors.ts';

/** Who acts: a person with a login, or one of the tenant's service principals (importer, clock, feed). */
export interface Actor {
  readonly kind: 'user' | 'service';
  readonly id: string;
}

/** Who is acting, for which tenant, through which pool. Built once per request; passed, never ambient. */
export interface Scope {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly permissions: ReadonlySet<Permission>;
  readonly requestId: string;
  readonly knex: Knex;
  /** Lets a client repeat a command safely: the same key gives the same answer and no second effect. */
  readonly idempotencyKey?: string | undefined;
}

const scopes = new WeakMap<Knex.Transaction, Scope>();

/**
 * Opens the one transaction in which a command or query runs, with row-level security pinned to its tenant.
 * The actor and the request are set beside it, for the audit triggers.
 * @throws DomainError `conflict` or `invalid` when a constraint of the database refuses the change
 */
export async function inTenant<T>(scope: Scope, work: (trx: Knex.Transaction) => PromiseLike<T>): Promise<T> {
  try {
    return await scope.knex.transaction(async (trx) => {
      await trx.raw(
        `select set_config('app.tenant_id', ?, true), set_config('app.actor_kind', ?, true),
                set_config('app.actor_id', ?, true), set_config('app.request_id', ?, true)`,
        [scope.tenantId, scope.actor.kind, scope.actor.id, scope.requestId],
      );
      scopes.set(trx, scope);
      // Awaited here, because an Objection query only runs when somebody waits for it.
      return await work(trx);
    });
  } catch (error) {
    throw asRefusal(error);
  }
}

/**
 * The transaction a query must be given, checked: it has to come from `inTenant`.
 * @throws Error when it is missing, finished, or was opened without a tenant; that is a bug, not a refusal.
 */
export function tenantTransaction(trx: unknown): Knex.Transaction {
  const known = trx as Knex.Transaction | undefined;
  if (!known || !scopes.has(known)) throw new Error('A query needs the transaction of inTenant.');
  if (known.isCompleted()) throw new Error('The tenant transaction has ended: a promise was not awaited.');
  return known;
}

/** The scope a transaction was opened for. */
export function scopeOf(trx: Knex.Transaction): Scope {
  const scope = scopes.get(tenantTransaction(trx));
  if (!scope) throw new Error('The transaction has no tenant.');
  return scope;
}

/** Refuses unless the actor holds the permission. The only place in the product that decides this. */
export function requirePermission(scope: Scope, permission: Permission): void {
  if (!scope.permissions.has(permission))
    throw new DomainError('forbidden', `Your roles do not include "${permission}". Ask an administrator of this tenant.`, {
      permission,
    });
}

/** Lets the statements of this transaction take as long as they need: for jobs, whom nobody waits for and anybody can cancel. */
export const liftTimeLimit = async (trx: Knex.Transaction): Promise<void> => {
  await trx.raw('set local statement_timeout = 0');
};

/** Serialises the writers of one thing until the transaction ends. */
export const lock = async (trx: Knex.Transaction, thing: string, id: string): Promise<void> => {
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`${thing}:${id}`]);
};
