-- one row per person who is new or better known since this load
select person_id from stage.remembered union select person_id from stage.name_new
