-- one row per row of a scan log, in the file's order, clean or with its faults
with typed as (
    select *, coalesce("date", "at") as day_text, moment(coalesce("date", "at")) as day_moment,
        word_direction(direction) as way, venue_key(venue_code, venue_name) as key
    from person
), timed as (
    select *, case when "time" is null then day_moment else day_moment::date + clock("time") end as moment from typed
), judged as (
    select *, nullif(concat_ws(chr(10), fault(fault is not null, fault, ''),
        case when moment is null then fault(true, 'time_invalid', 'at')
            when "time" is null and lacks_clock(day_text) then fault(true, 'time_missing', 'at')
            else fault(moment_fault(moment) is not null, moment_fault(moment), 'at') end,
        fault(past_keeping(moment), 'past_keeping', 'at'),
        fault(way is null, 'direction_unknown', 'direction'), fault(key is null, 'venue_missing', 'venue_code'),
        person_fault), '') as faults
    from timed
), parked as (
    select *, case when faults is not null then raw_text() end as raw from judged
)
select moment as "at", way = 'in' as is_in, number as phone, alias, full_name as name, id as id_number, id_tail,
    birth_year(birth_year) as birth_year, tidy(address) as address, key as venue_key,
    tidy(venue_name) as venue_name, app,
    reasons(faults, raw) as reasons, raw
from parked
