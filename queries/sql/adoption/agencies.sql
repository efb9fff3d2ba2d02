-- one row per agency below the root, the root included; cut: its parent in the registry does not exist or is below itself
with placed as (
    select agency_code, max(steps) as depth, max(above) filter (steps = 1) as parent_code from lake.agency_above group by 1
)
select a.agency_code as key, a.agency_name as name, p.parent_code, a.kind, a.district_code,
    a.parent_code is not null and p.parent_code is null as cut, p.depth
from lake.agency a
join placed p using (agency_code)
where $root = '' or a.agency_code in (select u.agency_code from lake.agency_above u where u.above = $root)
order by a.agency_code
