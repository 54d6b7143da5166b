import {
  applyStagedImport,
  cancelImport,
  claimFacility,
  editSignal,
  recalculate,
} from '@wardwright/domain/quality/commands';
import { Facility, Metric } from '@wardwright/domain/quality/model';
import {
  facilityCounts,
  facilityList,
  importById,
  importList,
  importRejections,
  signalCounts,
  signalFeed,
  signalFilterOptions,
  signalPage,
} from '@wardwright/domain/quality/queries';
import { facilities, metrics } from '@wardwright/domain/quality/resources';
import { command, query } from '../trpc/procedures.ts';
import { resourceRouter } from '../trpc/resource-router.ts';
import { router } from '../trpc/trpc.ts';

/** From observations to signals: the feed, the page of a signal, imports, and the facilities and metrics behind them. */
export const qualityRouter = router({
  signals: router({
    /** Signals by rank, the most urgent first, narrowed by the filters. */
    feed: query(signalFeed),
    /** How many signals each value of each filter would leave. */
    counts: query(signalCounts),
    /** Values that the filters offer. */
    options: query(signalFilterOptions),
    /** All that the page of one signal shows: points, peers, reason, contributions, history. */
    page: query(signalPage),
    /** Puts a person's words in place of the generated ones; no later comparison overwrites them. */
    edit: command(editSignal),
    /** Compares the hospitals again, as a job, and answers with its id. */
    recalculate: command(recalculate),
  }),
  imports: router({
    /** Imports, newest first. */
    list: query(importList),
    /** One import with its books: read, stored, suppressed, rejected. */
    get: query(importById),
    /** Lines that could not be kept, each with column and reason, in the order of the file. */
    rejections: query(importRejections),
    /** Applies an upload that was looked at, as a job, and answers with its id. */
    confirm: command(applyStagedImport),
    /** Gives an import up; what it had staged goes, what was there stays. */
    cancel: command(cancelImport),
  }),
  /** Hospitals as editable records. */
  facilities: resourceRouter(facilities, Facility),
  /** Hospitals by name, ours and peers, as people look for them. */
  findFacilities: query(facilityList),
  /** How many hospitals are ours, how many are peers, and with whom ours were compared last. */
  countFacilities: query(facilityCounts),
  /** Says that a hospital is ours or a peer; the open signals of one given up are closed at once. */
  claimFacility: command(claimFacility),
  /** Measures of care as editable records. */
  metrics: resourceRouter(metrics, Metric),
});
