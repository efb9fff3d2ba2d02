-- one row per file whose rows read are not its rows loaded, duplicate and rejected
select file_id from lake.load_file
where rows_read <> rows_loaded + rows_duplicate + rows_rejected
    or least(rows_read, rows_loaded, rows_duplicate, rows_rejected) < 0
