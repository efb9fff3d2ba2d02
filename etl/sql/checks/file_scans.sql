-- one row per scan file whose loaded rows are not in the lake, or too often; what was purged or erased is known
select f.file_id
from (
    select file_id, rows_loaded - coalesce(rows_purged, 0) as rows_kept from lake.load_file
    where source = 'scan' and load_id >= $load
) f
left join (
    select file_id, count(*) as scans from lake.scan
    where file_id in (select file_id from lake.load_file where source = 'scan' and load_id >= $load)
    group by 1
) s using (file_id)
where coalesce(s.scans, 0) <> f.rows_kept
