-- one row per row of a file of health declarations, in the file's order, clean or with its faults
with typed as (
    select *, row_number() over () as row_no, moment("at") as moment, code_of(venue_code) as key,
        coalesce(word_symptoms(symptoms), symptom_word(symptoms)) as ill, word_contact_case(contact_case) as met,
        word_contact_sick(contact_sick) as met_sick, word_from_country(from_country) as abroad, word_travel(travel) as travelled
    from person
), placed as (
    select t.*, p.commune_code, p.district_code, p.fault as place_fault, p.detail
    from typed t
    left join place p on p.province is not distinct from t.province and p.district is not distinct from t.district
        and p.commune is not distinct from t.commune
), judged as (
    select *, nullif(concat_ws(chr(10), fault(fault is not null, fault, ''),
        fault(moment is null, 'time_invalid', 'at'), fault(moment_fault(moment) is not null, moment_fault(moment), 'at'),
        fault(past_keeping(moment), 'past_keeping', 'at'),
        fault(symptoms is not null and ill is null, 'answer_unknown', 'symptoms'),
        fault(contact_case is not null and met is null, 'answer_unknown', 'contact_case'),
        fault(contact_sick is not null and met_sick is null, 'answer_unknown', 'contact_sick'),
        fault(from_country is not null and abroad is null, 'answer_unknown', 'from_country'),
        fault(travel is not null and travelled is null, 'answer_unknown', 'travel'),
        case when place_fault = 'commune_ambiguous' or (place_fault = 'commune_unknown' and district_code is not null)
            then place_fault || '|commune|' || detail end, person_fault), '') as faults
    from placed
), parked as (
    select *, case when faults is not null then raw_text() end as raw from judged
)
select moment as "at", number as phone, alias, full_name as name, id as id_number, id_tail,
    birth_year(birth_year) as birth_year, word_gender(gender) as gender, commune_code, tidy(address) as address, ill = 'yes' as symptoms,
    case when 'yes' in (met, met_sick) then true when coalesce(met, met_sick) is not null then false end as contact_case,
    case when 'yes' in (travelled, abroad) then true when coalesce(travelled, abroad) is not null then false end as travel,
    key as venue_key, app, reasons(faults, raw) as reasons, raw
from parked
order by row_no
