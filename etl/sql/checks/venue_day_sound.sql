-- one row per venue and day with more people or visits than scans
select day, venue_id from lake.venue_day
where day between $first and $last
    and (people > scans or arrivals + departures > scans or complete > arrivals or least(scans, arrivals, departures) < 0)
