-- one row per agency, with all below it (split tree) and alone (own); '*' of '' is all that is asked about: what it owes, and who is in charge
with named as (
    select coalesce(o.agency_code, v.agency_code) as agency_code,
        bool_or(has_name and has_position and has_phone and has_email) as complete
    from lake.administrator_of o
    left join lake.venue v on v.code = o.venue_code
    group by 1
), made as (
    select agency_code, count(*) filter (registered) as registered from lake.venue group by agency_code
), duty as (
    select a.agency_code, a.sites_owed, n.agency_code is not null as named,
        coalesce(n.complete, false) as complete,
        case when a.sites_owed is not null then least(a.sites_owed, coalesce(m.registered, 0)) end as covered
    from lake.agency a left join named n using (agency_code) left join made m using (agency_code)
    where $root = '' or a.agency_code in (select u.agency_code from lake.agency_above u where u.above = $root)
), counted_in as (
    select d.*, 'tree' as split, u.above as key from duty d join lake.agency_above u using (agency_code)
    union all select *, 'own', agency_code from duty
    union all select *, '', '*' from duty
)
select split, key, count(*) as agencies, count(*) filter (named) as agencies_named, count(*) filter (complete) as agencies_complete,
    sum(sites_owed)::bigint as owed, sum(case when named then sites_owed else sites_owed * 0 end)::bigint as owed_named, sum(covered)::bigint as covered,
    count(*) filter (sites_owed is null) as owed_unknown
from counted_in
group by split, key
