-- one row per scan that the lake holds twice
select person_id, venue_id, scanned_at, is_in from lake.scan
where day between $first and $last
group by all
having count(*) > 1
