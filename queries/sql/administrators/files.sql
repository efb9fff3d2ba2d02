-- one row per file with administrators: when it was loaded and by whom
select file_id, name as file_name, loaded_at, loaded_by from lake.load_file where source = 'administrator'
