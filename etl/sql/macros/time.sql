-- dates and times; `moment_text` knows the layout's own forms and is made by etl/clean.py
create or replace temp macro serial(t) as
    case when try_cast(t as double) between 20000 and 80000
        then getvariable('epoch')::timestamp + to_microseconds((round(try_cast(t as double) * 86400) * 1000000)::bigint) end;
create or replace temp macro moment(t) as case when t is not null then coalesce(moment_text(t), serial(t),
    case when trim(t) <> t then coalesce(moment_text(trim(t)), serial(trim(t))) end) end;
create or replace temp macro lacks_clock(t) as not contains(t, ':') and length(t) <= 10 and not contains(t, '.');
create or replace temp macro clock_text(t) as
    regexp_replace(regexp_replace(lower(trim(t)), '\s*(h|giờ|g)\s*$', ':00'), '\s*(?:h|giờ|g)\s*(\d{1,2})\s*(?:p|phút|m)?$', ':\1');
create or replace temp macro clock(t) as case
    when t is null then null
    when regexp_full_match(t, '\d{1,2}:\d{2}') then try_cast(lpad(t, 5, '0') || ':00' as time)
    when regexp_full_match(t, '\d{1,2}:\d{2}:\d{2}') then try_cast(lpad(t, 8, '0') as time)
    when try_cast(t as double) >= 0 and try_cast(t as double) < 1
        then (timestamp '2000-01-01' + to_seconds(round(try_cast(t as double) * 86400)::bigint))::time
    when moment(t) is not null then moment(t)::time
    else try_cast(lpad(regexp_extract(clock_text(t), '^\d{1,2}:\d{2}'), 5, '0') || ':00' as time) end;
create or replace temp macro moment_fault(m) as case
    when m < getvariable('earliest')::timestamp then 'time_too_early'
    when m > getvariable('latest')::timestamp then 'time_in_future' end;
create or replace temp macro decimal_of(t) as try_cast(replace(trim(t), ',', '.') as double);
