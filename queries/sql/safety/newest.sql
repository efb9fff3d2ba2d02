-- one row: the newest day with a scan, a declaration or a self-assessment
select max(day) as day
from (select max(day) as day from lake.day_total union all select max(assessed_at)::date from lake.assessment)
