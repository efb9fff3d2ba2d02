-- one row: the last day with scans but one, which is known to its end, or the only one; NULL if there is none
select coalesce(max(day) filter (where day < newest), max(day)) as day
from (select day, max(day) over () as newest from lake.day_total where scans > 0)
