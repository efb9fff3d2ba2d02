-- one row per statement on a level of risk that says other than what stands; later rows win; `owner` is the row that brought it
with told as (
    select * exclude (file_no, row_no, reasons, raw), file_no::bigint * 1_000_000_000_000 + row_no as owner
    from stage.zone
    qualify row_number() over (partition by unit_code, valid_from order by owner desc) = 1
), standing as (
    select * from lake.zone_level
    qualify row_number() over (partition by unit_code, valid_from order by number desc) = 1
)
select coalesce((select max(number) from lake.zone_level), 0) + row_number() over (order by t.owner) as number,
    t.unit_code, t.tier, t.valid_from, t.level, t.reason, t.decided_by, t.spread, t.adjoining, t.scattered,
    coalesce(t.stated_at, $now) as stated_at, t.owner
from told t
left join standing s using (unit_code, valid_from)
where s.number is null or (s.level, s.reason, s.decided_by, s.spread, s.adjoining, s.scattered)
    is distinct from (t.level, t.reason, t.decided_by, t.spread, t.adjoining, t.scattered)
