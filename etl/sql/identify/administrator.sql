-- one row per statement on an administrator that says other than what stood before it; `owner` is the row that brought it
with told as (
    select agency_code, venue_code, name, position, '+84' || phone as phone, email, coalesce(stated_at, $today) as stated_at, ended,
        file_no::bigint * 1_000_000_000_000 + row_no as owner
    from stage.administrator
), standing as (
    select agency_code, venue_code, name, position, phone, email, stated_at, coalesce(ended, false) as ended, 0::bigint as owner
    from office.administrator
    qualify row_number() over (partition by agency_code, venue_code, fold(name) order by coalesce(number, 0) desc) = 1
), followed as (
    select *, lag((name, position, phone, email, ended)) over (partition by agency_code, venue_code, fold(name) order by owner) as before
    from (select * from standing union all by name select * from told)
)
select * exclude (before), (select coalesce(max(number), 0) from office.administrator) + row_number() over (order by owner) as number
from followed
where owner > 0 and before is distinct from (name, position, phone, email, ended)
