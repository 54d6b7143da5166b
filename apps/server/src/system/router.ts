import { auditTrail } from '@wardwright/domain/system/queries';
import { query } from '../trpc/procedures.ts';
import { router } from '../trpc/trpc.ts';

/** The audit trail and long-running jobs of a tenant. */
export const systemRouter = router({
  audit: query(auditTrail),
});
