import { directoryAccess } from './directory/access.ts';
import { identityAccess } from './identity/access.ts';
import type { AccessMatrix } from './kernel/index.ts';
import { qualityAccess } from './quality/access.ts';

/** The permissions and default roles of every context; a new tenant starts with exactly these. */
export const accessMatrices: readonly AccessMatrix[] = [identityAccess, directoryAccess, qualityAccess];
