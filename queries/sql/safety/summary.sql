-- one row per district, kind or agency: its sites by colour, on the day
select case $by when 'district' then coalesce(s.district_code, '') when 'kind' then coalesce(s.kind, 'khac')
        else coalesce(s.agency_code, '') end as key, any_value(case when $by = 'agency' then g.agency_name end) as agency_name,
    count(*) as sites, count(*) filter (where colour = 'green') as green, count(*) filter (where colour = 'yellow') as yellow,
    count(*) filter (where colour = 'red') as red, count(*) filter (where colour is null) as unknown
from site_colour($on::date + 1, $districts, $kinds, 0) s
left join lake.agency g on g.agency_code = s.agency_code
group by key
order by key
