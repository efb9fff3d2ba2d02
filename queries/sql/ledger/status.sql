-- one row: what the warehouse holds
select count(distinct load_id) as loads, count(*) as files, sum(rows_rejected) as rejected,
    (select min(day) from lake.day_total)::timestamp as first_day, (select max(scanned_at) from lake.scan) as last_scan,
    max(loaded_at) as last_load, (select sum(scans) from lake.day_total) as scans,
    (select count(*) from lake.visit_by_person) as visits, (select sum(declarations) from lake.day_total) as declarations,
    (select count(*) from lake.venue where registered) as venues,
    (select count(*) from lake.venue where not registered) as strangers, (select count(*) from lake.case_record) as cases
from lake.load_file
