-- one row: the newest day with a scan
select max(day) as day from lake.day_total where scans > 0
