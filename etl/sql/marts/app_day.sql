-- one row per application and day with a scan
select day, coalesce(app, '') as app, count(*)::integer as scans, count(distinct person_id)::integer as people
from lake.scan
where day between $first and $last
group by all
