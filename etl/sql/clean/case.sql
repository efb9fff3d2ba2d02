-- one row per row of a list of cases, in the file's order, clean or with its faults
with typed as (
    select *, phone(phone) as number, id_number(id_number) as id, moment(onset) as fell_ill, moment(sampled) as swabbed,
        moment(isolated) as apart
    from raw
), judged as (
    select *, case when is_blank(raw) then 'blank' else nullif(concat_ws(chr(10), fault(fault is not null, fault, ''),
        fault(tidy(case_code) is null, 'case_missing', 'case_code'),
        fault(onset is not null and fell_ill is null, 'time_invalid', 'onset'),
        fault(sampled is not null and swabbed is null, 'time_invalid', 'sampled'),
        fault(isolated is not null and apart is null, 'time_invalid', 'isolated'),
        fault(moment_fault(fell_ill) is not null, moment_fault(fell_ill), 'onset'),
        case when phone is not null and number is null then fault(true, phone_fault(phone), 'phone') end,
        case when phone is null and id is null then fault(true, 'no_person', 'phone') end), '') end as reasons
    from typed
)
select upper(tidy(case_code)) as case_code, tidy(name) as name, number as phone, alias(number, id, name, false) as alias,
    id as id_number, birth_year(birth_year) as birth_year, fell_ill::date as onset, swabbed::date as sampled, apart as isolated,
    tidy(status) as status, reasons, case when reasons is not null then raw end as raw
from judged
