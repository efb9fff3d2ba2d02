-- one row: the newest scan and the last load
select (select max(last_at) from lake.load_file where source in ('scan', 'visit')) as last_scan,
    (select max(loaded_at) from lake.load_file) as last_load
