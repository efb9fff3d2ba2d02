-- one row per row of a file of self-assessments, in the file's order, clean or with its faults
with typed as (
    select *, moment("at") as moment, venue_key(venue_code, venue_name) as key,
        decimal_of(regexp_replace(score, '\s*(%|điểm)\s*$', '')) as points, case
            when level is null then null
            when regexp_matches(fold(level), '\b(xanh|green)\b') then 'green'
            when regexp_matches(fold(level), '\b(vang|yellow)\b') then 'yellow'
            when regexp_matches(fold(level), '\b(do|red)\b') or regexp_matches(fold(level), 'khong an toan') then 'red'
            when regexp_matches(fold(level), '\b(rui ro|nguy co|it an toan)\b') then 'yellow'
            when regexp_matches(fold(level), '\ban toan\b') then 'green' end as colour,
        list_filter(regexp_split_to_array(lower(tidy(regexp_replace(answers, '[;|\n]+', ';', 'g'))), ';'), lambda x: trim(x) <> '') as parts
    from raw
), read as (
    select *, list_transform(parts, lambda x: regexp_extract(x, '^[^\d;=:]*(\d+)\s*[=:]', 1)) as numbers, list_filter(parts, lambda x:
        not regexp_full_match(x, '[^\d;=:]*\d+\s*[=:]\s*(\d+([.,]\d+)?|(không |khong )?(đạt|dat)|có|co|không|khong|yes|no|x)\s*')) as unread
    from typed
), judged as (
    select *, nullif(concat_ws(chr(10), fault(fault is not null, fault, ''),
        fault(key is null, 'venue_missing', 'venue_code'), fault(moment is null, 'time_invalid', 'at'),
        fault(moment_fault(moment) is not null, moment_fault(moment), 'at'),
        fault(score is not null and points is null, 'number_invalid', 'score'),
        fault(level is not null and colour is null and fold(level) not in ('chua danh gia', ''), 'level_unknown', 'level'),
        fault(unread <> [] or len(list_distinct(numbers)) < len(numbers), 'answers_invalid', 'answers'),
        fault(score is null and level is null and answers is null, 'score_missing', 'score')), '') as faults
    from read
), parked as (
    select *, case when faults is not null then raw_text() end as raw from judged
)
select key as venue_key, tidy(venue_name) as venue_name, moment as "at",
    tidy(sector) as sector, points as score, colour as level,
    nullif(array_to_string(list_transform(parts, lambda x: trim(x)), '; '), '') as answers, reasons(faults, raw) as reasons, raw
from parked
