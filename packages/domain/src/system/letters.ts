import type { Knex } from 'knex';
import { z } from 'zod';
import { newestFirst, pageAfter } from '../db/keyset.ts';
import { defineQuery } from '../db/operation.ts';
import type { Scope } from '../db/scope.ts';
import { pageInput, pageOf } from '../kernel/index.ts';
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


/** Letters of the tenant, newest first. Unsent ones hold links, so this is for those who could invite as well. */
export const letterList = defineQuery({
  name: 'tenant.letter.list',
  permission: 'tenant.member.write',
  input: z.object({ ...pageInput }),
  output: pageOf(letterView),
  read: async (trx, _scope, page) =>
    await pageAfter(EmailLog.query(trx), newestFirst('createdAt'), page, (letter) => letterView.parse(letter)),
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
