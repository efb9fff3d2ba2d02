-- one row per row of a list of administrators, in the file's order, clean or with its faults
with judged as (
    select *, nullif(concat_ws(chr(10), fault(fault is not null, fault, ''),
        fault(tidy(name) is null, 'name_missing', 'name'),
        fault(agency_code is null and agency_name is null and venue_code is null, 'agency_missing', 'agency_code'),
        case when person_fault like 'phone%' then person_fault end), '') as faults
    from person
), parked as (
    select *, case when faults is not null then raw_text() end as raw from judged
)
select nullif(upper(trim(agency_code)), '') as agency_code, tidy(agency_name) as agency_name,
    code_of(venue_code) as venue_code, tidy(name) as name, tidy(position) as position, number as phone,
    tidy(email) as email, reasons(faults, raw) as reasons, raw
from parked
