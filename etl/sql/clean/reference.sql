-- the reference tables as the cleaning looks things up in them
create or replace temp table units as select * from read_csv($units, all_varchar = true, header = true);
create or replace temp table venue_kinds as
select kind, name_vi, name_en, words, cap_minutes::integer as cap_minutes, typical_minutes::integer as typical_minutes,
    opens::time as opens, closes::time as closes, case indoor when 'yes' then true when 'no' then false end as indoor
from read_csv($kinds, all_varchar = true, header = true);
create or replace temp table kind_word as
select distinct unnest(string_split(words || '|' || fold(name_vi) || '|' || fold(name_en) || '|' || fold(kind), '|')) as word, kind
from venue_kinds;
create or replace temp table province_word as select place_word(name) as word from units where level = 'province';
-- a name may begin like a type itself: Tịnh Biên, written without "Huyện", is read as "tỉnh Biên"
create or replace temp table district_word as
select distinct unnest([place_word(name), place_word(place_bare(name)), lower(code)]) as word, code from units where level = 'district';
create or replace temp table commune_word as
select unnest(list_distinct([place_word(c.name), place_word(place_bare(c.name))])) as word, place_exact(c.name) as exact, place_type(c.name) as type_word, c.code, c.name,
    d.code as district_code, d.name as district_name
from units c
join units d on d.code = c.parent_code and d.level = 'district'
where c.level = 'commune';
