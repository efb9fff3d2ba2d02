-- one row per naming of an official by a good row of this load
select phone, name, null::varchar as id_number from stage.administrator
