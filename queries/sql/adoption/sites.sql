-- one row per group of every split: its sites with a code, those scanned, assessed, in charge of somebody; its scans, arrivals, applications;
-- declared is NULL where there is no declaration of these days at all
with traffic as (
    select venue_id, max(day) as last_day, bool_or(day = $on) as active_1, bool_or(day > $on::date - 7) as active_7,
        bool_or(day > $on::date - $days) as active,
        bool_or(day between $on::date - 2 * $days + 1 and $on::date - $days) as active_before,
        sum(scans) filter (day = $on) as scans_1, sum(scans) filter (day > $on::date - 7) as scans_7,
        sum(scans) filter (day > $on::date - $days) as scans, sum(arrivals) filter (day > $on::date - $days) as arrivals,
        sum(complete) filter (day > $on::date - $days) as complete,
        sum(scans) filter (day between $on::date - 2 * $days + 1 and $on::date - $days) as scans_before
    from lake.venue_day where day <= $on group by venue_id
), used as (
    select venue_id, sum(scans) filter (family = 'vhd') as vhd, sum(scans) filter (family = 'bluezone') as bluezone,
        sum(scans) filter (family = 'ncovi') as ncovi, sum(scans) filter (family = 'other') as other
    from (
        select venue_id, app_family(app) as family, count(*) as scans
        from lake.scan where day > $on::date - $days and day <= $on group by venue_id, app
    )
    group by venue_id
), charged as (
    select v.venue_id from lake.venue v join lake.administrator_of o on o.venue_code = v.code
    union select v.venue_id from lake.venue v join lake.administrator_of o using (agency_code) where o.venue_code is null
), assessed as (
    select distinct venue_id from valid_assessment($on::date + 1)
), told as (
    select coalesce(l.human_id, d.person_id) as human_id, d.day + n.days::integer as day,
        min(case when n.days = 0 then d.declared_at else d.day end) as declared_at
    from lake.declaration d
    left join lake.person_link l using (person_id)
    cross join range($declaration_days) n (days)
    where d.day > $on::date - $days - $declaration_days and d.day <= $on
    group by all
), after_telling as (
    select v.venue_id, count(*) as declared
    from lake.visit_by_venue v
    left join lake.person_link l using (person_id)
    join told d on d.human_id = coalesce(l.human_id, v.person_id) and d.day = v.day and d.declared_at <= v.in_at
    where v.day > $on::date - $days and v.day <= $on
    group by v.venue_id
), one as (
    select v.venue_id, registered::integer as registered, (registered and h.venue_id is not null)::integer as charged,
        (registered and a.venue_id is not null)::integer as assessed, (registered and active_1)::integer as active_1,
        (registered and active_7)::integer as active_7, (registered and active)::integer as active,
        (registered and active_before)::integer as active_before, (not registered and active)::integer as strangers,
        scans_1, scans_7, scans, scans_before, arrivals, complete, last_day, declared, vhd, bluezone, ncovi, other
    from lake.venue v
    left join traffic using (venue_id)
    left join used using (venue_id)
    left join charged h using (venue_id)
    left join assessed a using (venue_id)
    left join after_telling using (venue_id)
)
select split, key, max(last_day) as last_day, case when exists (from told) then sum(coalesce(declared, 0)) end::bigint as declared,
    sum(coalesce(columns(* exclude (split, key, venue_id, last_day, declared)), 0))::bigint
from counted($root, $districts, $kinds)
join one using (venue_id)
group by split, key
