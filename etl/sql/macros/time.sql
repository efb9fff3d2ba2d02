-- dates and times; `moment_text` knows the layout's own forms and is made by etl/clean.py
create or replace temp macro serial(x) as case when x between 20000 and 80000
    then getvariable('epoch')::timestamp + to_microseconds((round(x * 86400) * 1000000)::bigint) end;
create or replace temp macro moment_text(t) as try_cast(t as timestamp);
create or replace temp macro moment(t) as case when moment_text(t) is not null then moment_text(t) when t is not null then
    coalesce(list_transform([try_cast(t as double)], lambda x: serial(x))[1], moment_text(trim(t))) end;
create or replace temp macro lacks_clock(t) as not contains(t, ':') and length(t) <= 10 and not contains(t, '.');
create or replace temp macro clock_parts(hour, minute, second) as case when hour is not null and hour <> ''
    then try_cast(lpad(hour, 2, '0') || ':' || lpad(coalesce(minute, ''), 2, '0') || ':' || lpad(coalesce(second, ''), 2, '0') as time) end;
create or replace temp macro clock(t) as coalesce(
    clock_parts(regexp_extract(t, '(\d{1,2}):\d{2}(:\d{2})?\s*$', 1), regexp_extract(t, ':(\d{2})(:\d{2})?\s*$', 1),
        regexp_extract(t, ':\d{2}:(\d{2})\s*$', 1)),
    clock_parts(regexp_extract(lower(t), '^\s*(\d{1,2})\s*(?:h|giờ|g)', 1), regexp_extract(lower(t), '(?:h|giờ|g)\s*(\d{0,2})', 1), ''),
    case when try_cast(t as double) >= 0 and try_cast(t as double) < 1
        then (timestamp '2000-01-01' + to_seconds(round(try_cast(t as double) * 86400)::bigint))::time end);
create or replace temp macro moment_fault(m) as case
    when m < getvariable('earliest')::timestamp then 'time_too_early'
    when m > getvariable('latest')::timestamp then 'time_in_future' end;
-- of a day whose data were purged: never loaded again, or the day's rollups would be counted from what came late
create or replace temp macro past_keeping(m) as m < getvariable('kept_from')::timestamp;
create or replace temp macro decimal_of(t) as try_cast(replace(trim(t), ',', '.') as double);
