import { ANY, STREAM_EXISTS, door, eventRows, ownTenant } from './append-sql.ts';

// What does not fit is left out without a word: it is sent alone afterwards and gets its refusal, or its first answer, there.
const fits = (schema: string): string => `
        (l.stream_type is null or l.stream_type = a.stream_type) and (
          a.expected = coalesce(l.event_version, 0)
          or ((a.expected = ${ANY} or (a.expected = ${STREAM_EXISTS} and l.event_version > 0)) and not exists (
            select from unnest(p_owners, p_ids) k(owner, id)
            join ${schema}.events e on e.tenant_id = p_tenant and e.event_id = k.id where k.owner = a.place)))`;

/**
 * Several appends of a tenant in one transaction: `[version, position]` of each, nulls for one that was left out.
 * `p_owners` says to which append an event belongs; no stream may stand twice in the list.
 */
export const groupSql = (schema: string): string => `
create or replace function ${schema}.append_group(
  p_tenant uuid, p_streams uuid[], p_stream_types text[], p_expected integer[], p_by uuid[], p_counts integer[],
  p_owners integer[], p_ids uuid[], p_events jsonb)
returns json ${door} as $$
declare
  base bigint; versions integer[]; positions bigint[]; size integer; written integer;
begin${ownTenant}
  select t.last_position into base from ${schema}.tenant_positions t where t.tenant_id = p_tenant for update;
  if not found then
    insert into ${schema}.tenant_positions as t (tenant_id, last_position) values (p_tenant, 0)
      on conflict (tenant_id) do update set last_position = t.last_position returning t.last_position into base;
  end if;
  select array_agg(case when p.fits then p.version_now end order by p.place),
      array_agg(case when p.fits then base + p.before end order by p.place), sum(case when p.fits then p.size else 0 end)
    into versions, positions, size
    from (
      select c.*, coalesce(sum(case when c.fits then c.size else 0 end)
        over (order by c.place rows between unbounded preceding and 1 preceding), 0) as before
      from (
        select a.place, a.size, coalesce(l.event_version, 0) as version_now, (${fits(schema)}) as fits
        from unnest(p_streams, p_stream_types, p_expected, p_counts) with ordinality a(stream, stream_type, expected, size, place)
        left join lateral (
          select e.event_version, e.stream_type from ${schema}.events e
          where e.tenant_id = p_tenant and e.stream_id = a.stream order by e.event_version desc limit 1) l on true
      ) c
    ) p;
  insert into ${schema}.events
    (tenant_id, stream_id, event_version, global_position, event_id, created_by, stream_type, event_type, data, metadata)
    select p_tenant, p_streams[k.owner], versions[k.owner] + k.place, positions[k.owner] + k.place, p_ids[k.line], p_by[k.owner],
      p_stream_types[k.owner], k.t, k.d, k.m
    from (
      select n.*, p_owners[n.line] as owner, row_number() over (partition by p_owners[n.line] order by n.line) as place
      from ${eventRows} with ordinality n(t, d, m, line)
    ) k
    where versions[k.owner] is not null and jsonb_typeof(k.d) = 'object' and jsonb_typeof(k.m) = 'object';
  get diagnostics written = row_count;
  if written <> size then
    raise exception 'Data and metadata of an event are objects.' using errcode = 'ES400';
  end if;
  update ${schema}.tenant_positions t set last_position = base + size where t.tenant_id = p_tenant;
  return (select json_agg(json_build_array(v.version + v.size, v.position + v.size) order by v.place)
    from unnest(versions, positions, p_counts) with ordinality v(version, position, size, place));
end $$;
`;
