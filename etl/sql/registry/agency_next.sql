-- one row per agency, of the lake and of this load, as it will stand; later rows win
with said as (
    select coalesce(agency_code, 'ten:' || fold(agency_name)) as agency_code, agency_name, parent_code, parent_name, kind,
        district_code, sites_owed
    from stage.agency
    qualify row_number() over (partition by coalesce(agency_code, 'ten:' || fold(agency_name))
        order by file_no desc, row_no desc) = 1
), joined as (
    select coalesce(s.agency_code, o.agency_code) as agency_code, coalesce(s.agency_name, o.agency_name) as agency_name,
        coalesce(s.parent_code, o.parent_code) as parent_code, s.parent_name, coalesce(s.kind, o.kind) as kind,
        coalesce(s.district_code, o.district_code) as district_code, coalesce(s.sites_owed, o.sites_owed)::integer as sites_owed
    from said s
    full join lake.agency o on o.agency_code = s.agency_code
)
select j.agency_code, j.agency_name, coalesce(j.parent_code, p.agency_code) as parent_code, j.kind, j.district_code, j.sites_owed
from joined j
left join (
    select fold(agency_name) as agency_key, min(agency_code) as agency_code from joined group by 1
) p on p.agency_key = fold(j.parent_name)
