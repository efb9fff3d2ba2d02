-- one row per row of a venue registry, in the file's order, clean or with its faults
-- A venue without a code is given one; `content` is what its QR code says, where the row says so or the code is ours.
with typed as (
    select *, row_number() over () as row_no, decimal_of(latitude) as north, decimal_of(longitude) as east,
        nullif(trim(qr_content), '') as written, coalesce(code_of(venue_code), code_of(qr_content)) as given,
        list_transform(regexp_split_to_array(coalesce(more_codes, ''), '[;,|\n]'), lambda x: code_of(x)) as others
    from person
), turned as (
    select * exclude (north, east), case when north > 90 then east else north end as north,
        case when north > 90 then north else east end as east
    from typed
), placed as (
    select t.*, p.commune_code, p.district_code, p.fault as place_fault, p.detail, k.kind as kind_found,
        coalesce(given, case when tidy(venue_name) is not null
            then new_code(venue_name, address, coalesce(p.commune_code, p.district_code)) end) as code
    from turned t
    left join place p on p.province is not distinct from t.province and p.district is not distinct from t.district
        and p.commune is not distinct from t.commune
    left join kind_word k on k.word = fold(t.kind)
), judged as (
    select *, nullif(concat_ws(chr(10), fault(fault is not null, fault, ''),
        fault(code is null, 'venue_missing', 'venue_code'),
        fault(length(written) > 250, 'venue_qr_long', 'qr_content'),
        case when place_fault is not null then place_fault || '|commune|' || detail end,
        fault(latitude is not null and north is null, 'coordinate_invalid', 'latitude'),
        fault(longitude is not null and east is null, 'coordinate_invalid', 'longitude'),
        fault(north not between 8 and 24 or east not between 102 and 110, 'coordinate_outside', 'latitude'),
        fault(opens is not null and clock(opens) is null, 'clock_invalid', 'opens'),
        fault(closes is not null and clock(closes) is null, 'clock_invalid', 'closes'),
        case when person_fault like 'phone%' then person_fault end), '') as faults
    from placed
), parked as (
    select *, case when faults is not null then raw_text() end as raw from judged
)
select code,
    array_to_string(list_prepend(code, list_filter(list_append(others, code_of(written)), lambda x: x <> code)), chr(31)) as codes,
    coalesce(written, case when given is null then qr_content(code) end) as content,
    tidy(venue_name) as name, kind_found as kind,
    nullif(upper(trim(agency_code)), '') as agency_code, tidy(agency_name) as agency_name, commune_code, district_code,
    tidy(address) as address, north as latitude, east as longitude, clock(opens) as opens, clock(closes) as closes,
    word_indoor(indoor) = 'yes' as indoor, tidy(registrant_name) as registrant_name, number as registrant_phone,
    reasons(faults, raw) as reasons, raw
from parked
order by row_no
