import type { Knex } from 'knex';
import type { SignalRow } from '../schema.ts';
import type { SignalPage } from './page-shapes.ts';

const BINS = 24;
const FEWEST = 10;

const column: Readonly<Record<SignalRow['peerGroup'], string | null>> = {
  all: null,
  state: 'f.state',
  ownership: 'f.ownership',
  hospital_type: 'f.type',
};

const histogram = (group: SignalRow['peerGroup']): string => `
  with peers as materialized (
    select o.value, o.facility_ref, f.name, f.is_own
      from quality.observations as o
      join quality.facilities as f on f.id = o.facility_ref
     where o.metric_ref = ? and o.period_index = ? and o.value is not null and f.archived_at is null
       ${column[group] ? `and ${column[group]} = ?` : ''}
  ), edges as (
    select count(*)::integer as reported, min(value) as low, max(value) as high,
           percentile_cont(array[0.25, 0.5, 0.75]) within group (order by value) as quartiles
      from peers
  ), bins as (
    select least(width_bucket(value, low, high, ${BINS}), ${BINS}) as bin, count(*)::integer as count
      from peers cross join edges where high > low group by 1
  )
  select reported, low, high, quartiles,
         (select json_agg(json_build_object('bin', bin, 'count', count) order by bin) from bins) as bins,
         (select json_agg(json_build_object('facilityId', facility_ref, 'name', name, 'value', value) order by value, name)
            from peers where is_own) as own
    from edges`;

interface Found {
  readonly reported: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly quartiles: readonly [number, number, number] | null;
  readonly bins: readonly { readonly bin: number; readonly count: number }[] | null;
  readonly own: readonly { readonly facilityId: string; readonly name: string; readonly value: number }[] | null;
}

/** Where everybody stood in the latest period; null with fewer than ten, because a handful could be recognised. */
export async function peerDistributionOf(
  trx: Knex.Transaction,
  signal: SignalRow,
  latest: { readonly label: string; readonly index: number } | undefined,
): Promise<SignalPage['distribution']> {
  if (!latest) return null;
  const group = column[signal.peerGroup] ? [signal.peerGroupValue ?? ''] : [];
  const { rows } = (await trx.raw(histogram(signal.peerGroup), [signal.metricRef, latest.index, ...group])) as { rows: readonly Found[] };
  const [found] = rows;
  if (!found || found.reported < FEWEST || found.low === null || found.high === null || !found.quartiles) return null;
  const { low, high } = found;
  const width = (high - low) / BINS;
  const counts = new Map((found.bins ?? [{ bin: 1, count: found.reported }]).map(({ bin, count }) => [bin, count]));
  const [p25, p50, p75] = found.quartiles;
  return {
    periodLabel: latest.label,
    total: signal.peerCount ?? found.reported,
    reported: found.reported,
    bins: Array.from({ length: BINS }, (_, place) => ({
      from: low + place * width,
      to: low + (place + 1) * width,
      count: counts.get(place + 1) ?? 0,
    })),
    p25,
    p50,
    p75,
    own: (found.own ?? []).map((one) => ({ ...one, isThis: one.facilityId === signal.facilityRef })),
  };
}
