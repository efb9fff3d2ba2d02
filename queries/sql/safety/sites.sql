-- one row per site: its latest valid assessment until the day, since when it stands so, and its traffic of the week before
with valid as (
    select * from valid_assessment($on::date + 1)
), latest as (
    select * from valid qualify row_number() over (partition by venue_id order by assessed_at desc) = 1
), before as (  -- the last that was not red, and the last that was filled in differently
    select l.venue_id, max(v.assessed_at) filter (where v.colour <> 'red') as not_red_at,
        max(v.assessed_at) filter (where (v.sector, v.score, v.level, v.answers)
            is distinct from (l.sector, l.score, l.level, l.answers)) as other_at
    from latest l join valid v using (venue_id) group by l.venue_id
), runs as (
    select v.venue_id, count(*) as assessments, min(v.assessed_at) filter (where not_red_at is null or v.assessed_at > not_red_at)
            as red_since, min(v.assessed_at) filter (where other_at is null or v.assessed_at > other_at) as same_since,
        count(*) filter (where other_at is null or v.assessed_at > other_at) as same_times
    from before b join valid v using (venue_id) group by v.venue_id
), newest as (
    select venue_id, max(assessed_at) as handed_in_at from lake.assessment where assessed_at < $on::date + 1 group by venue_id
), traffic as (
    select venue_id, sum(arrivals)::bigint as arrivals, sum(scans)::bigint as scans, max(people) as busiest_people,
        sum(complete) / nullif(sum(arrivals), 0) as complete_share, max(day) as last_day
    from lake.venue_day where day between $on::date - 6 and $on::date group by venue_id
)
select s.venue_id, s.code, s.name, coalesce(s.kind, 'khac') as kind, coalesce(s.district_code, '') as district_code,
    coalesce(s.agency_code, '') as agency_code, g.agency_name, s.address, s.latitude, s.longitude, s.colour, l.assessed_at, l.level, l.computed,
    l.certain, l.contradicts, l.score, l.reached, l.rubric_id, l.rubric_version, l.band, l.remarks, l.answers,
    coalesce(r.assessments, 0) as assessments, case when s.colour = 'red' then r.red_since end as red_since, r.same_since,
    coalesce(r.same_times, 0) as same_times, n.handed_in_at, coalesce(t.arrivals, 0) as arrivals, coalesce(t.scans, 0) as scans,
    coalesce(t.busiest_people, 0) as busiest_people, t.complete_share, t.last_day
from site_colour($on::date + 1, $districts, $kinds, 0) s
left join lake.agency g on g.agency_code = s.agency_code
left join latest l on l.venue_id = s.venue_id
left join runs r on r.venue_id = s.venue_id
left join newest n on n.venue_id = s.venue_id
left join traffic t on t.venue_id = s.venue_id
order by colour_rank(s.colour) desc, scans desc, s.code
