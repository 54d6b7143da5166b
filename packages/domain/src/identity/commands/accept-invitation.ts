import type { Knex } from 'knex';
import { type Database, inTenant, type Scope } from '../../db/index.ts';
import { DomainError, newId } from '../../kernel/index.ts';
import { Invitation } from '../model.ts';
import { invitationState } from '../rules.ts';
import type { NamedRole } from '../schema.ts';
import { recordAs } from './governance.ts';
import { hashInvitation } from './invite.ts';
import { guardAdministrators, replaceRoles } from './members.ts';

/** The two halves of an invitation link. */
export interface InvitationLink {
  readonly slug: string;
  readonly token: string;
}

/** What whoever holds the link may know before accepting. */
export interface InvitationOffer {
  readonly tenantName: string;
  readonly email: string;
  readonly roles: NamedRole[];
  /** Whether the address has a login, so that its owner signs in instead of choosing a password. */
  readonly hasLogin: boolean;
}

const nobody = '00000000-0000-0000-0000-000000000000';
const useless = () =>
  new DomainError('not-found', 'This invitation cannot be used: it has expired, was withdrawn, or was used already. Ask for a new one.');

interface Tenant {
  readonly id: string;
  readonly name: string;
}

async function atTheDoor<T>(
  database: Database,
  { slug }: InvitationLink,
  actor: { readonly userId: string; readonly requestId: string },
  work: (trx: Knex.Transaction, scope: Scope, tenant: Tenant) => Promise<T>,
): Promise<T> {
  const tenant = (await database.shared('identity.tenants').where({ subdomain: slug, isActive: true }).first('id', 'name')) as Tenant | undefined;
  if (!tenant) throw useless();
  const scope: Scope = {
    tenantId: tenant.id,
    actor: { kind: 'user', id: actor.userId },
    permissions: new Set(),
    requestId: actor.requestId,
    knex: database.resolve(tenant.id),
  };
  return inTenant(scope, (trx) => work(trx, scope, tenant));
}

async function openInvitation(trx: Knex.Transaction, token: string): Promise<Invitation> {
  const invitation = await Invitation.query(trx).where({ tokenHash: hashInvitation(token) }).forUpdate().first();
  if (!invitation || invitationState(invitation, new Date().toISOString()) !== 'open') throw useless();
  return invitation;
}

/**
 * What an invitation offers.
 * @throws DomainError `not-found` for every link that no longer works, without saying why or whether it ever did
 */
export async function invitationOffer(database: Database, link: InvitationLink, requestId: string): Promise<InvitationOffer> {
  const offer = await atTheDoor(database, link, { userId: nobody, requestId }, async (trx, _scope, tenant) => {
    const { email, roleIds } = await openInvitation(trx, link.token);
    const roles = (await trx('identity.roles').whereIn('id', roleIds).orderBy('title').select('key', 'title')) as NamedRole[];
    return { tenantName: tenant.name, email, roles };
  });
  const login = await database.identity('identity.users').where({ email: offer.email }).first('id');
  return { ...offer, hasLogin: Boolean(login) };
}

/**
 * Makes the person a member with the roles of the invitation, which is thereby used up. Somebody who had been deactivated
 * comes back with these roles. Whoever is a member keeps the roles they have, so no link can take the last administrator away.
 * @throws DomainError `not-found` for a link that no longer works, `forbidden` when it was made for another address,
 * `conflict` when the person is an active member already
 */
export const acceptInvitation = (
  database: Database,
  link: InvitationLink,
  person: { readonly userId: string; readonly email: string; readonly requestId: string },
): Promise<{ tenantId: string; slug: string }> =>
  atTheDoor(database, link, person, async (trx, scope, tenant) => {
    await recordAs(trx, 'tenant.invitation.accept');
    await guardAdministrators(trx, scope);
    const invitation = await openInvitation(trx, link.token);
    if (invitation.email !== person.email)
      throw new DomainError('forbidden', 'This invitation was made for another address. Sign in with that one, or ask for a new invitation.');
    const active = (await trx('identity.memberships').where({ userId: person.userId, isActive: true }).first('id')) as object | undefined;
    if (active) throw new DomainError('conflict', `You are a member of ${tenant.name} already. Your roles stay as they are.`);
    await Invitation.change(
      trx,
      scope,
      invitation.id,
      { acceptedAt: new Date().toISOString(), acceptedBy: person.userId },
      invitation.version,
    );
    await join(trx, scope.tenantId, person.userId, invitation.roleIds);
    return { tenantId: scope.tenantId, slug: link.slug };
  });

async function join(trx: Knex.Transaction, tenantId: string, userId: string, roleIds: readonly string[]): Promise<void> {
  const [membership] = (await trx('identity.memberships')
    .insert({ tenantId, id: newId(), userId })
    .onConflict(['tenantId', 'userId'])
    .merge({ isActive: true, version: trx.raw('memberships.version + 1'), updatedAt: trx.fn.now() })
    .returning('id')) as { id: string }[];
  if (!membership) throw new Error('The membership was neither added nor found.');
  await replaceRoles(trx, tenantId, membership.id, roleIds);
}
