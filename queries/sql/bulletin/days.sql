-- one row per day of the period: scans, people and declarations as the first screen shows them
select d.day::date as day, coalesce(t.scans, 0) as scans, coalesce(t.people, 0) as people,
    coalesce(t.declarations, 0) as declarations, coalesce(t.declared_symptoms, 0) as symptoms
from generate_series($first::date, $last::date, interval 1 day) d (day)
left join lake.day_total t on t.day = d.day::date
order by d.day
