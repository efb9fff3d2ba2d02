-- one row per row of a list of cases, in the file's order, clean or with its faults
with typed as (
    select *, moment(onset) as fell_ill, moment(sampled) as swabbed, moment(isolated) as apart from person
), judged as (
    select *, nullif(concat_ws(chr(10), fault(fault is not null, fault, ''),
        fault(tidy(case_code) is null, 'case_missing', 'case_code'),
        fault(onset is not null and fell_ill is null, 'time_invalid', 'onset'),
        fault(sampled is not null and swabbed is null, 'time_invalid', 'sampled'),
        fault(isolated is not null and apart is null, 'time_invalid', 'isolated'),
        fault(moment_fault(fell_ill) is not null, moment_fault(fell_ill), 'onset'), person_fault), '') as faults
    from typed
), parked as (
    select *, case when faults is not null then raw_text() end as raw from judged
)
select upper(tidy(case_code)) as case_code, full_name as name, number as phone, alias, id as id_number, id_tail,
    birth_year(birth_year) as birth_year, fell_ill::date as onset, swabbed::date as sampled, apart as isolated,
    tidy(status) as status, reasons(faults, raw) as reasons, raw
from parked
