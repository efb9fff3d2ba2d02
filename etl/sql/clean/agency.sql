-- one row per row of an agency tree, in the file's order, clean or with its faults
with numbered as (
    select *, row_number() over () as row_no from raw
), placed as (
    select t.*, p.district_code, p.fault as place_fault, p.detail
    from numbered t
    left join place p on p.district is not distinct from t.district and p.province is null and p.commune is null
), judged as (
    select *, nullif(concat_ws(chr(10), fault(fault is not null, fault, ''),
        fault(agency_code is null and tidy(agency_name) is null, 'agency_missing', 'agency_code'),
        case when place_fault is not null then place_fault || '|district|' || detail end,
        fault(sites_owed is not null and (decimal_of(sites_owed) >= 0 and decimal_of(sites_owed) = floor(decimal_of(sites_owed)))
            is not true, 'number_invalid', 'sites_owed')), '') as faults
    from placed
), parked as (
    select *, case when faults is not null then raw_text() end as raw from judged
)
select nullif(upper(trim(agency_code)), '') as agency_code, tidy(agency_name) as agency_name,
    nullif(upper(trim(parent_code)), '') as parent_code, tidy(parent_name) as parent_name, tidy(kind) as kind, district_code,
    decimal_of(sites_owed)::integer as sites_owed, reasons(faults, raw) as reasons, raw
from parked
order by row_no
