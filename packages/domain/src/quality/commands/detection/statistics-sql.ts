import { periodicityRules, peerMinimums } from '../../rules.ts';
import type { PeerGroup } from '../../schema.ts';

/** With whom a facility is compared, as the column that says so; a facility whose column is empty has no peers. */
const groupColumn: Readonly<Record<PeerGroup, string>> = {
  all: "''",
  state: 'state',
  ownership: 'ownership',
  hospital_type: 'type',
};

const rhythms = Object.entries(periodicityRules)
  .map(
    ([periodicity, { window, overlapping, minimumForSlope, minimumForAcceleration }]) =>
      `('${periodicity}', ${window}, ${overlapping}, ${minimumForSlope}, ${minimumForAcceleration})`,
  )
  .join(', ');

const metrics = `
  create temporary table stat_metrics on commit drop as
  select m.id as metric_ref, m.direction_preference, (m.target_low + m.target_high) / 2 as target_middle,
         coalesce(m.minimum_denominator, 0) as minimum_denominator, m.std_floor_aggregate, m.std_floor_period,
         rhythm.stretch, rhythm.overlapping, rhythm.minimum_for_slope, rhythm.minimum_for_acceleration
    from quality.metrics as m
    join (values ${rhythms}) as rhythm (periodicity, stretch, overlapping, minimum_for_slope, minimum_for_acceleration)
      on rhythm.periodicity = m.periodicity
   where m.archived_at is null`;

const facilities = (group: PeerGroup): string => `
  create temporary table stat_facilities on commit drop as
  select id as facility_ref, ${groupColumn[group]}::text as peer_value, is_own
    from quality.facilities
   where archived_at is null and ${groupColumn[group]} is not null`;

/** The stretch that is judged ends with the latest period any peer reported, whether or not it carried a value. */
const windows = `
  create temporary table stat_windows on commit drop as
  select o.metric_ref, f.peer_value, max(o.period_index) as latest_index
    from quality.observations as o join stat_facilities as f using (facility_ref)
   group by o.metric_ref, f.peer_value`;

/** Values turned so that more is worse, at their place in time, numbered within their series. */
const points = `
  create temporary table stat_points on commit drop as
  select o.metric_ref, o.facility_ref, f.peer_value, f.is_own, o.period_index, o.period_start, o.period_end, o.period_label,
         o.value, o.denominator, o.suppressed,
         case m.direction_preference
           when 'higher_is_better' then -o.value
           when 'target_range' then abs(o.value - m.target_middle)
           else o.value
         end as adverse
    from quality.observations as o
    join stat_facilities as f using (facility_ref)
    join stat_metrics as m using (metric_ref)
    join stat_windows as w on w.metric_ref = o.metric_ref and w.peer_value = f.peer_value
   where o.value is not null and o.period_index > w.latest_index - m.stretch`;

const periods = `
  create temporary table stat_periods on commit drop as
  select metric_ref, peer_value, period_index, min(period_start) as period_start, min(period_end) as period_end,
         min(period_label) as period_label, count(*)::integer as peer_count, avg(value) as mean, avg(adverse) as adverse_mean,
         stddev_pop(adverse) as adverse_std,
         percentile_cont(array[0.1, 0.25, 0.5, 0.75, 0.9]) within group (order by value) as band
    from stat_points
   group by metric_ref, peer_value, period_index`;

/**
 * One row per facility and metric. The halves for the acceleration are made by count, the middle point falls to the later.
 * The slope is summed in the order of time, as the rules do it: places among peers turn on ties, and two equal slopes must
 * come out equal to the last bit.
 */
const series = `
  create temporary table stat_series on commit drop as
  with placed as (
    select p.*, row_number() over (partition by p.metric_ref, p.facility_ref order by p.period_index) as place,
           count(*) over (partition by p.metric_ref, p.facility_ref) as points,
           avg(p.period_index) over whole as centre_index, avg(p.adverse) over whole as centre_value,
           case when s.peer_count >= ${peerMinimums.perPeriod}
                then (p.adverse - s.adverse_mean) / greatest(s.adverse_std, m.std_floor_period) end as zscore
      from stat_points as p
      join stat_periods as s using (metric_ref, peer_value, period_index)
      join stat_metrics as m using (metric_ref)
    window whole as (partition by p.metric_ref, p.facility_ref order by p.period_index
                     rows between unbounded preceding and unbounded following)
  ), summed as (
    select metric_ref, facility_ref, peer_value, is_own, count(*)::integer as points,
           avg(value * denominator) / nullif(avg(denominator::double precision), 0) as weighted, avg(value) as plain,
           bool_and(coalesce(denominator > 0, false)) as has_weights,
           sum(denominator)::integer as denominators, max(denominator) as largest_denominator,
           bool_and(suppressed) as all_suppressed,
           avg(zscore) as mean_zscore, stddev_pop(zscore) as zscore_std, max(abs(zscore)) as largest_zscore,
           count(zscore)::integer as zscores,
           sum((period_index - centre_index) * (adverse - centre_value) order by period_index)
             / nullif(sum((period_index - centre_index) ^ 2 order by period_index), 0) as slope,
           regr_slope(value, period_index) as raw_slope,
           regr_slope(adverse, period_index) filter (where place > points / 2)
             - regr_slope(adverse, period_index) filter (where place <= points / 2) as acceleration,
           regr_slope(value, period_index) filter (where place > points / 2)
             - regr_slope(value, period_index) filter (where place <= points / 2) as raw_acceleration
      from placed
     group by metric_ref, facility_ref, peer_value, is_own
  ), weighed as (
    select s.*, m.direction_preference, m.target_middle, m.minimum_denominator,
           case when m.overlapping or not s.has_weights then s.plain else s.weighted end as value,
           case when m.overlapping then s.largest_denominator else s.denominators end as encounters,
           s.points >= m.minimum_for_slope as slope_known, s.points >= m.minimum_for_acceleration as acceleration_known
      from summed as s join stat_metrics as m using (metric_ref)
  )
  select metric_ref, facility_ref, peer_value, is_own, points, value, encounters,
         case direction_preference
           when 'higher_is_better' then -value
           when 'target_range' then abs(value - target_middle)
           else value
         end as adverse,
         all_suppressed or coalesce(encounters < minimum_denominator, false) as suppressed,
         mean_zscore, zscore_std, largest_zscore, zscores,
         case when slope_known then slope end as slope,
         case when slope_known then raw_slope end as raw_slope,
         case when acceleration_known then acceleration end as acceleration,
         case when acceleration_known then raw_acceleration end as raw_acceleration
    from weighed`;

const groups = `
  create temporary table stat_groups on commit drop as
  with summed as (
    select metric_ref, peer_value, count(*)::integer as peer_count, count(slope)::integer as slopes,
           avg(value) as mean, stddev_pop(value) as std, avg(adverse) as adverse_mean, stddev_pop(adverse) as adverse_std,
           percentile_cont(0.5) within group (order by adverse) as adverse_median
      from stat_series
     group by metric_ref, peer_value
  ), spread as (
    select s.metric_ref, s.peer_value,
           percentile_cont(0.5) within group (order by abs(s.adverse - g.adverse_median)) as deviation
      from stat_series as s join summed as g using (metric_ref, peer_value)
     group by s.metric_ref, s.peer_value
  ), published as (
    select metric_ref, peer_value, count(*)::integer as source_periods from stat_periods group by metric_ref, peer_value
  )
  select * from summed join spread using (metric_ref, peer_value) join published using (metric_ref, peer_value)`;

const midpoint = (column: string): string =>
  `100 * (rank() over (partition by metric_ref, peer_value order by ${column}) - 1
     + 0.5 * count(*) over (partition by metric_ref, peer_value, ${column}))::double precision
     / count(*) over (partition by metric_ref, peer_value)`;

/** Places among peers are counted over everybody and kept for our own facilities only. */
const own = `
  create temporary table stat_own on commit drop as
  with standing as (
    select metric_ref, facility_ref, is_own, ${midpoint('adverse')} as percentile from stat_series
  ), pace as (
    select metric_ref, facility_ref, is_own, ${midpoint('slope')} as slope_percentile from stat_series where slope is not null
  )
  select row_number() over (order by s.facility_ref, s.metric_ref)::integer as place, s.*,
         standing.percentile, pace.slope_percentile
    from stat_series as s
    join standing using (metric_ref, facility_ref)
    left join pace using (metric_ref, facility_ref)
   where s.is_own`;

/** The statements in order, with what each is called while it runs. */
export const statisticsSteps = (group: PeerGroup): readonly (readonly [title: string, sql: string])[] => [
  ['metrics', metrics],
  ['facilities', facilities(group)],
  ['windows', windows],
  ['values', points],
  ['peers by period', `analyze stat_points; ${periods}`],
  ['series', `create index on stat_periods (metric_ref, peer_value, period_index); analyze stat_periods; ${series}`],
  ['peer groups', `analyze stat_series; ${groups}`],
  ['places among peers', own],
  ['places among peers', 'create unique index on stat_own (place); analyze stat_own; analyze stat_groups'],
];

/** Our own series with their peers and every period of the chart, a batch of places at a time. */
export const ownSeries = `
  select o.place, o.metric_ref, o.facility_ref, o.peer_value, o.points, o.value, o.encounters, o.suppressed,
         o.adverse, o.slope, o.raw_slope, o.raw_acceleration, o.percentile, o.slope_percentile,
         g.peer_count, g.slopes, g.source_periods, g.mean as peer_mean, g.std as peer_std, g.adverse_mean, g.adverse_std,
         g.adverse_median, g.deviation, chart.periods
    from stat_own as o
    join stat_groups as g using (metric_ref, peer_value)
    join stat_metrics as m using (metric_ref)
    join stat_windows as w on w.metric_ref = o.metric_ref and w.peer_value = o.peer_value
    cross join lateral (
      select json_agg(json_build_object(
               'label', coalesce(mine.period_label, p.period_label), 'start', coalesce(mine.period_start, p.period_start),
               'end', coalesce(mine.period_end, p.period_end), 'index', p.period_index, 'value', mine.value,
               'suppressed', coalesce(mine.suppressed, false), 'reported', mine.id is not null,
               'footnote', mine.footnote, 'denominator', mine.denominator, 'numerator', mine.numerator,
               'predicted', mine.predicted, 'expected', mine.expected,
               'peers', p.peer_count, 'mean', p.mean, 'band', p.band, 'adverseMean', p.adverse_mean, 'adverseStd', p.adverse_std
             ) order by p.period_index) as periods
        from stat_periods as p
        left join quality.observations as mine
          on mine.facility_ref = o.facility_ref and mine.metric_ref = o.metric_ref and mine.period_index = p.period_index
       where p.metric_ref = o.metric_ref and p.peer_value = o.peer_value
    ) as chart
   where o.place between ? and ?
   order by o.place`;

/** Our own facilities that reported rows of a metric and never a value: they cannot be judged, and are counted. */
export const withoutValue = `
  select count(*)::integer as count
    from (select distinct o.metric_ref, o.facility_ref
            from quality.observations as o
            join quality.facilities as f on f.id = o.facility_ref
           where f.is_own and f.archived_at is null) as reported
   where not exists (select 1 from stat_own as s
                      where s.metric_ref = reported.metric_ref and s.facility_ref = reported.facility_ref)`;
