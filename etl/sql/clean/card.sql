-- one row per row of a list of cards, in the file's order, clean or with its faults
with judged as (
    select *, nullif(concat_ws(chr(10), fault(fault is not null, fault, ''), fault(card is null, 'person_qr_unknown', 'person_qr'),
        fault(full_name is null, 'name_missing', 'name'), fault(number is null and id is null and person_fault is null, 'no_person', 'phone'),
        person_fault), '') as faults
    from person
), parked as (
    select *, case when faults is not null then raw_text() end as raw from judged
)
select number as phone, alias, full_name as name, id as id_number, id_tail, birth_year(birth_year) as birth_year,
    reasons(faults, raw) as reasons, raw
from parked
