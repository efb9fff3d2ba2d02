-- one row per venue and hour in which two or more of the cases were there, with the crowd of that hour and its usual one
with asked as (
    select unnest($persons) as person_id, unnest($humans) as case_id, unnest($starts) as window_from, unnest($ends) as window_to
), mine as (
    select v.* from lake.visit_by_person v
    where v.day between $first and $last and v.person_id in (select person_id from asked)
), seen as (
    select a.case_id, s.venue_id, window_from, window_to,
        case $band when 1 then sure_from when 2 then probable_from else possible_from end as starts,
        case $band when 1 then sure_to when 2 then probable_to else possible_to end as ends
    from stay('mine') s
    join asked a using (person_id)
), there as materialized (  -- a moment that a scan proves is enough for its hour
    select distinct case_id, venue_id, unnest(generate_series(date_trunc('hour', greatest(starts, window_from)),
        least(greatest(starts, ends - interval 1 microsecond), window_to - interval 1 microsecond), interval 1 hour)) as hour
    from seen
), out_that_day as (
    select hour::date as day, count(distinct case_id) as cases_out from there group by all
), shared as materialized (
    select venue_id, hour, count(*) as together, list_sort(list(case_id)) as case_ids
    from there
    group by all
    having count(*) > 1
), compared as materialized (  -- the same hour of the same weekday, up to three weeks before
    select s.venue_id, s.hour, s.hour - to_days(w.back) as moment, coalesce(d.people, 0) as people
    from shared s
    cross join (values (0), (7), (14), (21)) w (back)
    left join lake.day_total d on d.day = (s.hour - to_days(w.back))::date and d.people > 0
    where w.back = 0 or d.day is not null
), near as materialized (  -- days on which a visit may begin or end that reaches into these hours
    select distinct c.venue_id,
        unnest(generate_series(moment::date - 1, (moment + interval 1 hour + cap)::date, interval 1 day))::date as day
    from (select distinct venue_id, moment from compared) c
    join venue_rule using (venue_id)
), around as (  -- each column by itself too: that is what the files are searched by
    select v.* from lake.visit_by_venue v
    where v.day in (select day from near) and v.venue_id in (select venue_id from near)
        and (v.venue_id, v.day) in (select (venue_id, day) from near)
), others as (
    select coalesce(l.human_id, s.person_id) as person_id, s.venue_id,
        case $band when 1 then sure_from when 2 then probable_from else possible_from end as starts,
        case $band when 1 then sure_to when 2 then probable_to else possible_to end as ends
    from stay('around') s
    left join lake.person_link l on l.person_id = s.person_id
), presence as (  -- hours by number: counting them is far faster than a series of moments
    select person_id, venue_id, unnest(range(date_diff('hour', timestamp '2000-01-01', starts),
        date_diff('hour', timestamp '2000-01-01', greatest(starts, ends - interval 1 microsecond)) + 1)) as hour_no
    from others
), crowd as (
    select c.venue_id, c.hour, c.moment, any_value(c.people) as people, count(distinct p.person_id) as present
    from compared c
    left join presence p on p.venue_id = c.venue_id and p.hour_no = date_diff('hour', timestamp '2000-01-01', c.moment)
    group by all
), usual as (
    select venue_id, hour, max(present) filter (where moment = hour) as present, avg(present) as usual,
        sum(present) / sum(greatest(people, present)) as share
    from crowd
    group by all
), run as (
    select *, hour - to_hours(row_number() over (partition by venue_id order by hour)) as island from shared
)
select r.venue_id, r.hour, r.together, r.case_ids, o.cases_out, u.present, u.usual, u.share,
    min(r.hour) over one_run as run_from, max(r.hour) over one_run + interval 1 hour as run_to,
    list_sort(list_distinct(flatten(list(r.case_ids) over one_run))) as run_cases
from run r
join usual u using (venue_id, hour)
join out_that_day o on o.day = r.hour::date
window one_run as (partition by r.venue_id, r.island)
order by r.venue_id, r.hour
