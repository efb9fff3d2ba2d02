-- one row per row of a scan log, in the file's order, clean or with its faults
with said as (
    select *, case when person_qr is not null then qr_known(person_qr) end as qr_fits,
        coalesce("date", "at") as day_text
    from raw
), typed as (
    select *,
        case when "time" is null then moment(day_text) else moment(day_text)::date + clock("time") end as moment,
        coalesce(phone, case when qr_fits then qr_phone(person_qr) end) as phone_said,
        coalesce(id_number, case when qr_fits then qr_field(person_qr, 1) end) as id_said,
        coalesce(name, case when qr_fits then qr_name(person_qr) end) as name_said,
        coalesce(word_other(other), case when qr_fits then qr_other(person_qr) end) = 'yes' as for_other,
        word_direction(direction) as way, venue_key(venue_code, venue_name) as key
    from said
), person as (
    select *, phone(phone_said) as number, id_number(id_said) as id, tidy(name_said) as full_name from typed
), judged as (
    select *, case when is_blank(raw) then 'blank' else nullif(concat_ws(chr(10), fault(fault is not null, fault, ''),
        case when moment is null then fault(true, 'time_invalid', 'at')
            when "time" is null and lacks_clock(day_text) then fault(true, 'time_missing', 'at')
            else fault(moment_fault(moment) is not null, moment_fault(moment), 'at') end,
        fault(way is null, 'direction_unknown', 'direction'), fault(key is null, 'venue_missing', 'venue_code'),
        case when phone_said is not null and number is null then fault(true, phone_fault(phone_said), 'phone') end,
        case when number is null and phone_said is null and id is null then
            case when id_said is not null and not id_masked(id_said) then fault(true, 'id_invalid', 'id_number')
                when person_qr is not null and not qr_fits then fault(true, 'person_qr_unknown', 'person_qr')
                else fault(true, 'no_person', 'phone') end end), '') end as reasons
    from person
)
select moment as "at", way = 'in' as is_in, number as phone,
    case when for_other or number is null then alias(number, id, full_name, for_other) end as alias, full_name as name,
    id as id_number, birth_year(coalesce(birth_year, case when qr_fits then qr_born(person_qr) end)) as birth_year,
    tidy(address) as address, c.venue_id, case when c.venue_id is null then key end as new_code, tidy(venue_name) as venue_name,
    app, reasons, case when reasons is not null then raw end as raw
from judged
left join stage.code c on c.code = key
