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
    feed: query(signalFeed),
    counts: query(signalCounts),
    options: query(signalFilterOptions),
    page: query(signalPage),
    edit: command(editSignal),
    recalculate: command(recalculate),
  }),
  imports: router({
    list: query(importList),
    get: query(importById),
    rejections: query(importRejections),
    confirm: command(applyStagedImport),
    cancel: command(cancelImport),
  }),
  facilities: resourceRouter(facilities, Facility),
  findFacilities: query(facilityList),
  countFacilities: query(facilityCounts),
  claimFacility: command(claimFacility),
  metrics: resourceRouter(metrics, Metric),
});
