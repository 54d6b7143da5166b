import type { Database } from '@wardwright/domain/db';
import { setLoginActive } from '@wardwright/domain/identity/commands';
import { demoAccounts } from '@wardwright/domain/identity/fixtures';
import { newId } from '@wardwright/domain/kernel';

/**
 * Opens the demo accounts or shuts them out. Their passwords are public, so they must not outlive the demo: neither in a
 * folder that began with it nor in a database that was restored from such a folder.
 */
export async function setDemoAccounts({ identity }: Database, open: boolean): Promise<void> {
  const emails = demoAccounts.map(({ email }) => email);
  const others: readonly { email: string }[] = await identity('identity.users').whereIn('email', emails).where({ isActive: !open }).select('email');
  for (const { email } of others) await setLoginActive(identity, email, open, newId());
}
