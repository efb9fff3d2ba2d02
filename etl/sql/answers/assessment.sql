-- one row per self-assessment that neither the lake nor an earlier row of this load has; `owner` is the row that brought it
with told as (
    select c.venue_id, a."at" as assessed_at, a.sector, a.score, a.level, a.answers,
        min(a.file_no::bigint * 1_000_000_000_000 + a.row_no) as owner
    from stage.assessment a
    join stage.code c on c.code = a.venue_key
    group by all
)
select *
from told
where not exists (
    select 1 from lake.assessment o
    where o.venue_id = told.venue_id and o.assessed_at = told.assessed_at and o.sector is not distinct from told.sector
        and o.score is not distinct from told.score and o.level is not distinct from told.level
        and o.answers is not distinct from told.answers
)
