-- one row: on how many days anybody was scanned
select count(*) as days from lake.day_total where day between $first and $last and scans > 0
