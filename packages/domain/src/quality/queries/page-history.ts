import type { Knex } from 'knex';
import { signalTypeLabels } from '../rules.ts';
import type { SignalType } from '../schema.ts';
import type { SignalPage } from './page-shapes.ts';

const SHOWN = 50;

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly actorKind: 'user' | 'service';
  readonly actorName: string | null;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

const entries = `
  select a.id, a.at, a.action, a.actor_kind, coalesce(u.name, p.name) as actor_name, a.before, a.after
    from system.audit_log as a
    left join identity.users as u on a.actor_kind = 'user' and u.id = a.actor_id
    left join identity.service_principals as p on a.actor_kind = 'service' and p.id = a.actor_id
   where a.entity_id = ?
   order by a.at desc, a.id desc
   limit ${SHOWN}`;

function verdict(facts: Readonly<Record<string, unknown>> | null): string {
  const type = facts?.['type'];
  if (typeof type !== 'string' || !(type in signalTypeLabels)) return 'without a type';
  return `${signalTypeLabels[type as SignalType].full}, severity ${String(facts?.['severity'])}`;
}

function sentence({ action, before, after }: Entry): string {
  if (action === 'quality.signal.detect')
    return before ? `Compared again: ${verdict(after)}; before, ${verdict(before)}` : `Found: ${verdict(after)}`;
  if (action === 'quality.signal.edit') return 'Rewrote the description or the narrative';
  return action;
}

/** What happened to a signal, newest first: when it was found, when its type changed, who edited it. */
export async function historyOf(trx: Knex.Transaction, signalId: string): Promise<SignalPage['history']> {
  const { rows } = (await trx.raw(entries, [signalId])) as { rows: readonly Entry[] };
  return rows.map((entry) => ({
    id: entry.id,
    at: entry.at,
    action: entry.action,
    actorKind: entry.actorKind,
    actorName: entry.actorName,
    text: sentence(entry),
  }));
}
