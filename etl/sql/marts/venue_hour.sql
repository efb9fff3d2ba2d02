-- one row per venue, day and hour with an arrival or a departure
select moment::date as day, hour(moment)::tinyint as hour, venue_id,
    sum(arrived)::integer as arrivals, sum(1 - arrived)::integer as departures
from (
    select in_at as moment, venue_id, 1 as arrived from lake.visit_by_venue where day between $first and $last
    union all
    select out_at, venue_id, 0 from lake.visit_by_venue where day between $first::date - 1 and $last
)
where moment::date between $first and $last
group by all
