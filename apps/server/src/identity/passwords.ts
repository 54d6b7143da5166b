import { hash, verify } from '@node-rs/argon2';
import { canonicalPassword } from '@wardwright/domain/identity/rules';
import bcrypt from 'bcryptjs';

// argon2id with 19 MiB and two passes: what a sign-in may cost on a small server, and a guesser's graphics card dislikes.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const current = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`;

/** Hashes a password with argon2id and a salt of its own. */
export const hashPassword = (password: string): Promise<string> => hash(canonicalPassword(password), cost);

const isBcrypt = (stored: string): boolean => /^\$2[aby]\$\d\d\$/.test(stored);

/** Whether a stored hash comes from another system or from weaker settings, and is replaced at the next sign-in. */
export const needsRehash = (stored: string): boolean => !stored.startsWith(current);

/** Whether the password belongs to the hash, which is argon2id or, when imported from another system, bcrypt. */
export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  if (isBcrypt(stored)) return bcrypt.compare(password, stored);
  if (!stored.startsWith('$argon2')) return false;
  return verify(stored, canonicalPassword(password));
}
