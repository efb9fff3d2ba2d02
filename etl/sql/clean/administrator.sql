-- one row per row of a list of administrators, in the file's order, clean or with its faults
with judged as (
    select *, case when is_blank(raw) then 'blank' else nullif(concat_ws(chr(10), fault(fault is not null, fault, ''),
        fault(tidy(name) is null, 'name_missing', 'name'),
        fault(agency_code is null and agency_name is null and venue_code is null, 'agency_missing', 'agency_code'),
        case when phone is not null and phone(phone) is null then fault(true, phone_fault(phone), 'phone') end), '') end as reasons
    from raw
)
select nullif(upper(trim(agency_code)), '') as agency_code, tidy(agency_name) as agency_name,
    nullif(upper(trim(venue_code)), '') as venue_code, tidy(name) as name, tidy(position) as position, phone(phone) as phone,
    tidy(email) as email, reasons, case when reasons is not null then raw end as raw
from judged
