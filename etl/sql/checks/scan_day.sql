-- one row per day with scans of another day or of an unknown venue
select s.day from lake.scan s
left join lake.venue v using (venue_id)
where s.day between $first and $last and (v.venue_id is null or s.scanned_at::date <> s.day)
group by s.day
