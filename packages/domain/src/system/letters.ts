import type { Knex } from 'knex';
import { z } from 'zod';
import { defineQuery } from '../db/operation.ts';
import type { Scope } from '../db/scope.ts';
import { decodeCursor, encodeCursor, pageInput, pageOf } from '../kernel/index.ts';
import { EmailLog } from './model.ts';
import { emailLogRow } from './schema.ts';

/** A letter as administrators see it. One that could not be sent, for want of a mail server, shows its text to be copied. */
export const letterView = emailLogRow.pick({
  id: true,
  recipientEmail: true,
  subject: true,
  bodyText: true,
  status: true,
  errorMessage: true,
  sentAt: true,
  createdAt: true,
});

const newestKey = z.tuple([z.iso.datetime(), z.uuid()]);

/** Letters of the tenant, newest first. Unsent ones hold links, so this is for those who could invite as well. */
export const letterList = defineQuery({
  name: 'tenant.letter.list',
  permission: 'tenant.member.write',
  input: z.object({ ...pageInput }),
  output: pageOf(letterView),
  read: async (trx, _scope, { limit, cursor }) => {
    let letters = EmailLog.query(trx).orderBy([
      { column: 'createdAt', order: 'desc' },
      { column: 'id', order: 'desc' },
    ]);
    if (cursor) letters = letters.whereRaw('(created_at, id) < (?, ?)', [...decodeCursor(cursor, newestKey)]);
    const found = await letters.limit(limit + 1);
    const last = found.length > limit ? found[limit - 1] : undefined;
    return {
      rows: found.slice(0, limit).map((letter) => letterView.parse(letter)),
      nextCursor: last ? encodeCursor([last.createdAt, last.id]) : null,
    };
  },
});

/** Notes a letter before it is sent. @returns its id */
export async function recordLetter(
  trx: Knex.Transaction,
  scope: Scope,
  letter: { readonly recipientEmail: string; readonly subject: string; readonly bodyText: string },
): Promise<string> {
  const { id } = await EmailLog.add(trx, scope, letter);
  return id;
}

/** Notes what became of a letter. @param problem why it could not be sent, without the address; null when it was */
export const recordSending = async (trx: Knex.Transaction, scope: Scope, id: string, problem: string | null): Promise<void> => {
  await EmailLog.query(trx)
    .where({ tenantId: scope.tenantId, id })
    .patch(problem === null ? { status: 'sent', sentAt: new Date().toISOString() } : { status: 'failed', errorMessage: problem });
};
