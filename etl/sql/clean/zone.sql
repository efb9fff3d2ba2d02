-- one row per row of a file of levels of risk, in the file's order, clean or with its faults
with typed as (
    select *, row_number() over () as row_no, moment("date") as moment, moment(stated_at) as stated, word_risk_level(risk_level) as word,
        regexp_replace(trim(unit_code), '\.0$', '') as code, decimal_of(spread) as reach,
        word_adjoining(adjoining) as near, word_scattered(scattered) as loose
    from raw
), placed as (
    select t.*, p.fault as place_fault, p.detail, coalesce(p.commune_code, case when t.commune is null then p.district_code end) as named
    from typed t
    left join place p on p.province is not distinct from t.province and p.district is not distinct from t.district
        and p.commune is not distinct from t.commune
), known as (
    select p.*, u.code as unit, u.parent_code as parent_code, u.level as tier, (select count(*) from units c where c.parent_code = u.code) as communes
    from placed p
    left join units u on u.code = coalesce(p.code, p.named) and u.level <> 'province'
), judged as (
    select *, nullif(concat_ws(chr(10), fault(fault is not null, fault, ''),
        case when place_fault is not null then place_fault || if(place_fault = 'district_unknown', '|district|', '|commune|') || detail
            when code is not null and unit is null then fault(true, 'zone_unit_unknown', 'unit_code')
            when (code <> named and not coalesce(commune is null and parent_code = named, false)) or (code is not null and named is null and coalesce(commune, district) is not null)
                then fault(true, 'zone_unit_contradicts', 'unit_code')
            when unit is null then fault(true, 'zone_unit_missing', 'commune') end,
        fault(moment is null, 'time_invalid', 'date'),
        fault(moment < getvariable('earliest')::timestamp, 'time_too_early', 'date'),
        fault(moment > getvariable('latest')::timestamp + interval 31 day, 'time_in_future', 'date'),
        fault(stated_at is not null and stated is null, 'time_invalid', 'stated_at'),
        fault(moment_fault(stated) is not null, moment_fault(stated), 'stated_at'),
        fault(risk_level is not null and word is null, 'zone_level_unknown', 'risk_level'),
        fault(risk_level is null and tier = 'commune', 'zone_level_missing', 'risk_level'),
        fault(tidy(reason) is null, 'zone_reason_missing', 'reason'),
        fault(tier = 'district' and tidy(decided_by) is null, 'zone_decider_missing', 'decided_by'),
        fault(tier = 'commune' and spread is not null, 'zone_district_only', 'spread'),
        fault(tier = 'commune' and adjoining is not null, 'zone_district_only', 'adjoining'),
        fault(tier = 'commune' and scattered is not null, 'zone_district_only', 'scattered'),
        fault(spread is not null and (reach >= 0 and reach = floor(reach)) is not true, 'number_invalid', 'spread'),
        fault(tier = 'district' and reach > communes, 'zone_too_many', 'spread'),
        fault(adjoining is not null and near is null, 'answer_unknown', 'adjoining'),
        fault(scattered is not null and loose is null, 'answer_unknown', 'scattered')), '') as faults
    from known
), parked as (
    select *, case when faults is not null then raw_text() end as raw from judged
)
select unit as unit_code, tier, moment::date as valid_from, nullif(word, 'unknown') as level, tidy(reason) as reason,
    tidy(decided_by) as decided_by, reach::integer as spread, near = 'yes' as adjoining, loose = 'yes' as scattered,
    stated as stated_at, reasons(faults, raw) as reasons, raw
from parked
order by row_no
