-- one row per naming of a person by a good row of this load
select phone, alias, name, id_number, id_tail, birth_year, null as gender, null as commune_code, address from stage.scan
union all select phone, alias, name, id_number, id_tail, birth_year, null, null, address from stage.visit
union all select phone, alias, name, id_number, id_tail, birth_year, gender, commune_code, address from stage.declaration
union all select phone, alias, name, id_number, id_tail, birth_year, null, null, null from stage."case"
union all select phone, alias, name, id_number, id_tail, birth_year, null, null, null from stage.card
