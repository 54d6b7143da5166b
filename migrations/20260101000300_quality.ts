import type { Knex } from 'knex';

const lifecycle = `
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()`;

const key = `
  tenant_id uuid not null references identity.tenants (id),
  id uuid not null default gen_random_uuid(),
  primary key (tenant_id, id)`;

const reference = `
  create table quality.facilities (
    ${key},
    ccn varchar(6) not null check (ccn ~ '^[0-9A-Z]{6}$'),
    name varchar(255) not null,
    type varchar(100),
    ownership varchar(100),
    state varchar(2),
    region varchar(100),
    city varchar(100),
    health_system varchar(255),
    bed_count integer check (bed_count >= 0),
    is_own boolean not null default false,
    is_synthetic boolean not null default false,
    archived_at timestamptz,
    ${lifecycle},
    unique (tenant_id, ccn)
  );
  create index facilities_by_name on quality.facilities (tenant_id, name, id);
  create index facilities_own on quality.facilities (tenant_id, id) where is_own;

  create table quality.metrics (
    ${key},
    metric_id varchar(100) not null,
    name varchar(255) not null,
    short_name varchar(60) not null,
    description text,
    domain text not null check (domain in ('Efficiency', 'Safety', 'Effectiveness')),
    direction_preference text not null
      check (direction_preference in ('lower_is_better', 'higher_is_better', 'target_range', 'neutral')),
    target_low double precision,
    target_high double precision,
    unit_type text not null
      check (unit_type in ('count', 'ratio', 'days', 'percentage', 'hours', 'per_thousand', 'clock_time')),
    unit_label varchar(40) not null,
    display_format text not null,
    periodicity text not null
      check (periodicity in ('monthly', 'quarterly', 'yearly', 'rolling_quarterly', 'rolling_yearly')),
    source varchar(255) not null,
    is_synthetic boolean not null default false,
    numerator_wording text,
    denominator_wording text,
    caveat text,
    lag_days integer check (lag_days >= 0),
    minimum_denominator integer check (minimum_denominator >= 0),
    std_floor_aggregate double precision not null default 0.01 check (std_floor_aggregate >= 0),
    std_floor_period double precision not null default 0.05 check (std_floor_period >= 0),
    archived_at timestamptz,
    ${lifecycle},
    unique (tenant_id, metric_id),
    check (direction_preference <> 'target_range' or coalesce(target_low <= target_high, false))
  );`;

const intake = `
  create table quality.import_batches (
    ${key},
    status text not null default 'staging'
      check (status in ('staging', 'staged', 'applying', 'applied', 'failed', 'cancelled')),
    importer varchar(100) not null,
    file_name varchar(255) not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    rows_read integer not null default 0 check (rows_read >= 0),
    rows_stored integer not null default 0 check (rows_stored >= 0),
    rows_suppressed integer not null default 0 check (rows_suppressed >= 0),
    rows_rejected integer not null default 0 check (rows_rejected >= 0),
    report jsonb not null default '{}',
    error_message text,
    requested_by uuid not null,
    job_id uuid,
    started_at timestamptz, finished_at timestamptz,
    ${lifecycle},
    check (status <> 'applied' or rows_read = rows_stored + rows_suppressed + rows_rejected)
  );
  create index import_batches_newest on quality.import_batches (tenant_id, created_at desc, id desc);
  create index import_batches_by_digest on quality.import_batches (tenant_id, sha256);

  create table quality.import_rejections (
    tenant_id uuid not null,
    id uuid not null default gen_random_uuid(),
    batch_id uuid not null,
    line integer not null check (line >= 1),
    column_name varchar(100),
    value varchar(200),
    reason varchar(500) not null,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, batch_id) references quality.import_batches (tenant_id, id) on delete cascade
  );
  create index import_rejections_by_line on quality.import_rejections (tenant_id, batch_id, line, id);

  create table quality.observations (
    tenant_id uuid not null,
    id uuid not null default gen_random_uuid(),
    facility_ref uuid not null,
    metric_ref uuid not null,
    period_start date not null,
    period_end date not null,
    period_label varchar(40) not null,
    period_index double precision not null,
    value double precision, predicted double precision, expected double precision,
    denominator integer check (denominator >= 0),
    numerator integer check (numerator >= 0),
    footnote text,
    suppressed boolean not null default false,
    import_batch_id uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, facility_ref, metric_ref, period_start, period_end),
    foreign key (tenant_id, facility_ref) references quality.facilities (tenant_id, id),
    foreign key (tenant_id, metric_ref) references quality.metrics (tenant_id, id),
    foreign key (tenant_id, import_batch_id) references quality.import_batches (tenant_id, id),
    check (period_start <= period_end)
  );
  create index observations_by_period on quality.observations (tenant_id, metric_ref, period_index);`;

const oneOf = (column: string, words: string): string =>
  `check (${column} in (${words
    .split(' ')
    .map((word) => `'${word}'`)
    .join(', ')}))`;

const signals = `
  create table quality.signals (
    ${key},
    signal_number integer not null check (signal_number >= 1),
    canonical_node_id varchar(255) not null,
    metric_ref uuid not null,
    metric_id varchar(100) not null,
    domain text not null ${oneOf('domain', 'Efficiency Safety Effectiveness')},
    facility_ref uuid not null,
    facility varchar(255) not null,
    facility_id varchar(50),
    system_name varchar(255),
    service_line varchar(255) not null,
    sub_service_line varchar(255),
    description text not null,
    metric_value numeric(10,4) not null,
    peer_mean numeric(10,4),
    peer_std numeric(10,4),
    percentile_rank numeric(5,2) check (percentile_rank between 0 and 100),
    encounters integer check (encounters >= 0),
    variance_percent double precision,
    peer_group text not null default 'all' ${oneOf('peer_group', 'all state ownership hospital_type')},
    peer_group_value varchar(100),
    peer_count integer check (peer_count >= 0),
    period_count integer not null check (period_count >= 0),
    suppressed boolean not null default false,
    simplified_signal_type text ${oneOf('simplified_signal_type', 'suspect_data critical_trajectory recovering chronic_underperformer volatility_alert emerging_risk sustained_excellence improving_leader baseline')},
    unclassified_reason text ${oneOf('unclassified_reason', 'too_few_periods too_few_peers no_direction')},
    simplified_severity integer check (simplified_severity between 0 and 100),
    feed_rank integer not null generated always as (coalesce(simplified_severity, -1)) stored,
    simplified_severity_range jsonb,
    simplified_inputs jsonb,
    simplified_indicators jsonb,
    simplified_reasoning text,
    simplified_severity_calculation jsonb,
    classification_context jsonb,
    magnitude_tier text ${oneOf('magnitude_tier', 'critical severe elevated marginal expected favorable excellent')},
    trajectory_tier text ${oneOf('trajectory_tier', 'rapidly_deteriorating deteriorating stable improving rapidly_improving')},
    consistency_tier text ${oneOf('consistency_tier', 'persistent variable transient')},
    anomaly_label text not null default 'no_score' ${oneOf('anomaly_label', 'extremely_low very_low moderately_low slightly_low normal slightly_high moderately_high very_high extremely_high no_score')},
    latest_period_label varchar(40),
    latest_value double precision,
    latest_peer_mean double precision, latest_peer_median double precision,
    latest_peer_lower_quartile double precision, latest_peer_upper_quartile double precision,
    latest_peer_count integer check (latest_peer_count >= 0),
    sparkline jsonb not null default '{"values": [], "lower": [], "upper": []}',
    entity_dimensions jsonb not null default '{}',
    entity_dimensions_hash varchar(32) not null default '99914b932bd37a50b983c5e7c90ae93b',
    groupby_label varchar(255), group_value varchar(500), temporal_node_id varchar(255),
    metric_trend_timeline jsonb,
    trend_direction text ${oneOf('trend_direction', 'increasing decreasing stable')},
    metadata_per_period jsonb,
    peer_percentile_trends jsonb,
    annual_excess_cost numeric(12,2),
    excess_los_days numeric(10,2), capacity_impact_bed_days numeric(10,4), expected_metric_value numeric(10,4),
    why_matters_narrative text,
    metadata jsonb,
    detected_at timestamptz not null default now(),
    last_detected_at timestamptz not null default now(),
    closed_at timestamptz,
    regression_of uuid,
    import_batch_id uuid,
    ${lifecycle},
    unique (tenant_id, signal_number),
    constraint uq_signals_entity_metric_detected unique nulls not distinct
      (tenant_id, canonical_node_id, metric_id, facility_id, entity_dimensions_hash, detected_at),
    foreign key (tenant_id, metric_ref) references quality.metrics (tenant_id, id),
    foreign key (tenant_id, facility_ref) references quality.facilities (tenant_id, id),
    foreign key (tenant_id, regression_of) references quality.signals (tenant_id, id),
    foreign key (tenant_id, import_batch_id) references quality.import_batches (tenant_id, id),
    check (simplified_signal_type is null or unclassified_reason is null),
    check ((simplified_severity is null) = (simplified_signal_type is null))
  );
  create unique index signals_open_once on quality.signals
    (tenant_id, canonical_node_id, metric_id, facility_id, entity_dimensions_hash) nulls not distinct
    where closed_at is null;

  -- A signal without a type has no severity; -1 puts it last. A column, because under row-level security the planner
  -- takes no coalesce() into an index condition: a page deep in the feed then reads everything before it.
  create index signals_feed on quality.signals
    (tenant_id, feed_rank desc, detected_at desc, id desc) where closed_at is null;
  create index signals_feed_closed on quality.signals
    (tenant_id, feed_rank desc, detected_at desc, id desc) where closed_at is not null;
  create index signals_of_facility on quality.signals
    (tenant_id, facility_ref, feed_rank desc, detected_at desc, id desc);
  create index signals_of_metric on quality.signals
    (tenant_id, metric_ref, feed_rank desc, detected_at desc, id desc);
  create index signals_of_type on quality.signals
    (tenant_id, simplified_signal_type, feed_rank desc, detected_at desc, id desc);
  create index signals_by_domain on quality.signals (tenant_id, domain);
  create index signals_by_system on quality.signals (tenant_id, system_name);
  create index signals_by_service_line on quality.signals (tenant_id, service_line);
  create index signals_by_slice on quality.signals (tenant_id, groupby_label, entity_dimensions_hash);
  create index signals_newest on quality.signals (tenant_id, detected_at desc, id desc);
  create index signals_regressions on quality.signals (tenant_id, regression_of) where regression_of is not null;`;

const contributions = `
  create table quality.contributions (
    tenant_id uuid not null,
    id uuid not null default gen_random_uuid(),
    signal_id uuid not null,
    parent_node varchar(255) not null,
    child_node varchar(255) not null,
    metric_ref uuid not null,
    metric_id varchar(100) not null,
    facility_ref uuid,
    facility_id varchar(50),
    parent_service_line varchar(255),
    child_dimensions jsonb not null default '{}',
    child_label varchar(500) not null,
    child_value double precision not null,
    parent_value double precision not null,
    weight_field varchar(50) not null,
    weight_value double precision not null,
    weight_share double precision not null check (weight_share between 0 and 1),
    raw_component double precision not null,
    excess_over_parent double precision not null,
    contribution_weight double precision not null check (contribution_weight >= 0),
    direction text not null ${oneOf('direction', 'positive negative neutral')},
    rank integer not null check (rank >= 0),
    pct double precision not null,
    cumulative_pct double precision not null,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, signal_id, child_node),
    foreign key (tenant_id, signal_id) references quality.signals (tenant_id, id) on delete cascade,
    foreign key (tenant_id, metric_ref) references quality.metrics (tenant_id, id),
    foreign key (tenant_id, facility_ref) references quality.facilities (tenant_id, id)
  );`;

const access = `
  select system.protect_tenant_table('quality.facilities', 'select, insert, update');
  select system.protect_tenant_table('quality.metrics', 'select, insert, update');
  select system.protect_tenant_table('quality.import_batches', 'select, insert, update');
  select system.protect_tenant_table('quality.import_rejections', 'select, insert, delete');
  select system.protect_tenant_table('quality.observations', 'select, insert, update');
  select system.protect_tenant_table('quality.signals', 'select, insert, update');
  select system.protect_tenant_table('quality.contributions', 'select, insert, delete');`;

/**
 * A first import fills empty tables within one transaction, before any autovacuum has seen them: without statistics the
 * planner checks each foreign key by the wrong index. Only their owner may analyse tables; what is known well is left alone.
 */
const statistics = `
  create function quality.learn_sizes() returns void language plpgsql security definer set search_path = '' as $$
  declare target regclass;
  begin
    foreach target in array array['quality.facilities', 'quality.metrics', 'quality.import_batches',
                                  'quality.observations', 'quality.signals']::regclass[] loop
      if (select pg_catalog.pg_relation_size(oid) / 8192 > 4 * greatest(relpages, 1) from pg_catalog.pg_class where oid = target)
      then execute pg_catalog.format('analyze %s', target);
      end if;
    end loop;
  end $$;
  revoke execute on function quality.learn_sizes() from public;
  grant execute on function quality.learn_sizes() to wardwright_app;`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw([reference, intake, signals, contributions, access, statistics].join('\n'));
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop function quality.learn_sizes();
    drop table quality.contributions, quality.signals, quality.observations, quality.import_rejections,
      quality.import_batches, quality.metrics, quality.facilities`);
}
