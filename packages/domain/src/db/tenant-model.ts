import type { Knex } from 'knex';
import {
  type Constructor,
  Model,
  type Page,
  QueryBuilder,
  type QueryBuilderType,
  type TransactionOrKnex,
} from 'objection';
import { DomainError, notFound } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { type Scope, tenantTransaction } from './scope.ts';

const shut = (method: string): never => {
  throw new Error(`${method} is not used here: rows are keyed by tenant and id. Use byId, change or a where clause.`);
};

/** A query builder without the doors that forget the tenant half of the key. */
export class TenantQueryBuilder<M extends Model, R = M[]> extends QueryBuilder<M, R> {
  declare ArrayQueryBuilderType: TenantQueryBuilder<M, M[]>;
  declare SingleQueryBuilderType: TenantQueryBuilder<M, M>;
  declare MaybeSingleQueryBuilderType: TenantQueryBuilder<M, M | undefined>;
  declare NumberQueryBuilderType: TenantQueryBuilder<M, number>;
  declare PageQueryBuilderType: TenantQueryBuilder<M, Page<M>>;

  override findById = (): never => shut('findById');
  override patchAndFetchById = (): never => shut('patchAndFetchById');
  override updateAndFetchById = (): never => shut('updateAndFetchById');
  override deleteById = (): never => shut('deleteById');
  override upsertGraph = (): never => shut('upsertGraph');
}

/** Every tenant-owned table descends from this. It brings the two key columns and the only doors to a row. */
export class TenantModel extends Model {
  declare tenantId: string;
  declare id: string;
  declare QueryBuilderType: TenantQueryBuilder<this, this[]>;

  static override QueryBuilder = TenantQueryBuilder;
  /** Singular noun for messages to people, such as "site". */
  static noun = 'row';

  static override get idColumn(): string[] {
    return ['tenantId', 'id'];
  }

  /**
   * Starts a query. It runs only in a transaction of `inTenant`; changing or deleting without a condition is refused.
   * The transaction is looked at when the query runs, because Objection hands it to the queries it makes itself later.
   */
  static override query<M extends Model>(this: Constructor<M>, trx?: TransactionOrKnex): QueryBuilderType<M> {
    const builder = Model.query.call(this, trx).onBuild((built) => {
      tenantTransaction(built.knex());
      if ((built.isUpdate() || built.isDelete()) && !built.has(/^(where|andWhere|orWhere|find)/))
        throw new Error('Refused to change every row of a table: the query has no condition.');
    });
    // Objection types query() by the class it is called on, which TypeScript cannot follow through call().
    return builder as unknown as QueryBuilderType<M>;
  }

  /**
   * The row with this id.
   * @throws DomainError `not-found`, also when the id belongs to another tenant.
   */
  static async byId<M extends TenantModel>(
    this: Constructor<M> & typeof TenantModel,
    trx: Knex.Transaction,
    scope: Scope,
    id: string,
  ): Promise<M> {
    const row = await this.query(trx).findOne({ tenantId: scope.tenantId, id });
    if (!row) throw notFound(this.noun);
    return row as unknown as M;
  }

  /** Inserts a row of the tenant and returns it whole. */
  static async add<M extends TenantModel>(
    this: Constructor<M> & typeof TenantModel,
    trx: Knex.Transaction,
    scope: Scope,
    values: object,
  ): Promise<M> {
    const row = await this.query(trx).insertAndFetch({ id: newId(), ...values, tenantId: scope.tenantId } as object);
    return row as unknown as M;
  }

  /**
   * Changes a row if nobody else has changed it since the caller read it.
   * @throws DomainError `not-found`, or `conflict` naming both versions.
   */
  static async change<M extends TenantModel>(
    this: Constructor<M> & typeof TenantModel,
    trx: Knex.Transaction,
    scope: Scope,
    id: string,
    patch: object,
    expectedVersion: number,
  ): Promise<M> {
    const changed = await this.query(trx)
      .patch({ ...patch, version: expectedVersion + 1, updatedAt: new Date().toISOString() } as object)
      .where({ tenantId: scope.tenantId, id, version: expectedVersion });
    const row = await this.byId(trx, scope, id);
    if (changed === 0) {
      const { version: actualVersion } = row as unknown as { version: number };
      throw new DomainError('conflict', `Somebody else changed this ${this.noun} meanwhile. Look at it again, then repeat.`, {
        expectedVersion,
        actualVersion,
      });
    }
    return row as unknown as M;
  }
}
