-- one row per weekday and hour: arrivals, the mean of the period's days of that weekday
with days as (
    select isodow(day::date) as weekday, count(*) as days from generate_series($first::date, $last::date, interval 1 day) d (day)
    group by 1
), found as (
    select isodow(day) as weekday, hour, sum(arrivals) as arrivals
    from lake.venue_hour
    where day between $first and $last and venue_id in (from chosen($districts, $kinds, $venue))
    group by all
)
select weekday, hour, arrivals / days as arrivals
from found join days using (weekday)
order by weekday, hour
