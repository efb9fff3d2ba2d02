-- one row: the newest day with a scan, the week before it, and what needs attention
with newest as (
    select * from lake.day_total where day = (select max(day) from lake.day_total where scans > 0)
), week as (
    select avg(t.scans) as week_scans, avg(t.people) as week_people, avg(t.venues) as week_venues
    from lake.day_total t, newest n where t.day between n.day - 7 and n.day - 1
), pairs as (
    select sum(d.complete) / nullif(sum(d.arrivals), 0) as complete_share
    from lake.venue_day d, newest n where d.day between n.day - 6 and n.day
), venues as (
    select count(*) filter (where registered) as registered, count(*) filter (where not registered) as strangers,
        count(*) filter (where registered and venue_id in (
            select d.venue_id from lake.venue_day d, newest n where d.day = n.day and d.scans > 0)) as registered_active
    from lake.venue
), quiet as (
    select count(*) as quiet from lake.venue v, newest n
    where v.registered and not exists (
        select 1 from lake.venue_day d where d.venue_id = v.venue_id and d.day > n.day - $low_use_days)
), load as (
    select arg_max(loaded_by, load_id) as last_by, max(loaded_at) as last_load,
        max(last_at) filter (where source in ('scan', 'visit')) as last_scan from lake.load_file
), files as (
    select count(*) filter (where newest) as last_files,
        coalesce(sum(rows_rejected) filter (where newest), 0)::bigint as last_rejected,
        coalesce(sum(rows_rejected) filter (where loaded_at >= $since), 0)::bigint as rejected
    from (select rows_rejected, loaded_at, load_id = max(load_id) over () as newest from lake.load_file)
)
select n.*, w.*, p.*, v.*, q.*, l.*, f.* from newest n, week w, pairs p, venues v, quiet q, load l, files f
