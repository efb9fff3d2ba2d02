-- one row per naming of a place in `raw`: its commune and district, or the fault in the naming
-- A name that fits with its marks goes before one that fits without them; a type named (xã, phường …) must agree.
with named as (
    select distinct province, district, commune from raw_place
), told as (
    select *, place_word(province) as province_word, place_word(district) as district_word, place_word(commune) as commune_word,
        place_type(commune) as commune_type, place_exact(commune) as commune_exact
    from named
), in_district as (
    select t.*, d.code as district_code
    from told t
    left join district_word d on d.word = t.district_word
), fitting as (
    select t.province, t.district, t.commune, u.code, u.district_code, u.name, u.district_name,
        u.exact = t.commune_exact as is_exact, coalesce(u.type_word = t.commune_type, false) as same_type
    from in_district t
    join commune_word u on u.word = t.commune_word and (t.district is null or u.district_code = t.district_code)
    where t.province_word is null or t.province_word in (select word from province_word)
), best as (
    select * from fitting
    qualify rank() over (partition by province, district, commune order by is_exact desc, same_type desc) = 1
), one as (
    select province, district, commune, count(*) as fits, min(code) as code, min(district_code) as district_code,
        string_agg(name || ' (' || district_name || ')', '; ' order by code) as candidates
    from best
    group by all
)
select t.province, t.district, t.commune, case when o.fits = 1 then o.code end as commune_code,
    coalesce(t.district_code, case when o.fits = 1 then o.district_code end) as district_code,
    case when o.fits > 1 then 'commune_ambiguous'
        when t.province_word is not null and t.province_word not in (select word from province_word) then null
        when t.district is not null and t.district_code is null then 'district_unknown'
        when t.commune is not null and o.fits is null then 'commune_unknown' end as fault,
    coalesce(case when o.fits > 1 then o.candidates end, '') as detail
from in_district t
left join one o on o.province is not distinct from t.province and o.district is not distinct from t.district
    and o.commune is not distinct from t.commune
