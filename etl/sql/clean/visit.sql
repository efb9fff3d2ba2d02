-- one row per row of a passenger list (time in and time out in one row), in the file's order, clean or with its faults
with typed as (
    select *, moment(in_at) as came, moment(out_at) as went, venue_key(venue_code, venue_name) as key from person
), judged as (
    select *, nullif(concat_ws(chr(10), fault(fault is not null, fault, ''),
        fault(in_at is null and out_at is null, 'time_invalid', 'in_at'),
        fault(in_at is not null and came is null, 'time_invalid', 'in_at'),
        fault(out_at is not null and went is null, 'time_invalid', 'out_at'),
        fault(came is not null and lacks_clock(in_at), 'time_missing', 'in_at'),
        fault(went is not null and lacks_clock(out_at), 'time_missing', 'out_at'),
        fault(moment_fault(came) is not null, moment_fault(came), 'in_at'),
        fault(moment_fault(went) is not null, moment_fault(went), 'out_at'),
        fault(past_keeping(least(came, went)), 'past_keeping', 'in_at'),
        fault(went < came, 'out_before_in', 'out_at'), fault(key is null, 'venue_missing', 'venue_code'),
        person_fault), '') as faults
    from typed
), parked as (
    select *, case when faults is not null then raw_text() end as raw from judged
)
select came as in_at, went as out_at, number as phone, alias, full_name as name, id as id_number, id_tail,
    birth_year(birth_year) as birth_year, tidy(address) as address, key as venue_key,
    tidy(venue_name) as venue_name, app,
    reasons(faults, raw) as reasons, raw
from parked
