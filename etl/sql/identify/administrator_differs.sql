-- one row per administrator that the lake lacks or has too many
(select * from stage.administrator_of except all select * from lake.administrator_of)
union all
(select * from lake.administrator_of except all select * from stage.administrator_of)
