-- one row: the newest day with a scan, or from which a statement holds that is not of the future; NULL if there is neither
select max(day) as day
from (
    select max(day) as day from lake.day_total where scans > 0
    union all select max(valid_from) from lake.zone_level where valid_from <= $today
)
