-- one row per day of the latest ones
select day, scans, people, venues, declarations from lake.day_total
where day > (select max(day) from lake.day_total) - $days
order by day
