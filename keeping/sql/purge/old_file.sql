-- one row per file whose rejected rows were parked before the first day kept, or whose load was undone
select file_id from (from people.rejected_header union all from office.rejected_header)
where file_id not in (select file_id from lake.load_file where loaded_at >= $rejected)
