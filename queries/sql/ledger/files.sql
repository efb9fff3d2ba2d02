-- one row per table read
select load_id, file_id, name, layout, source, encoding, rows_read, rows_loaded, rows_duplicate, rows_rejected, first_at,
    last_at, loaded_at, loaded_by
from lake.load_file
order by load_id desc, name
