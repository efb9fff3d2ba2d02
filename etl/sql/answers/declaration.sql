-- one row per declaration that neither the lake nor an earlier row of this load has; `owner` is the row that brought it
with told as (
    select p.person_id, date_trunc('second', d."at") as declared_at, c.venue_id, d.commune_code,
        d.symptoms, d.contact_case, d.travel, d.app, d.file_no::bigint * 1_000_000_000_000 + d.row_no as owner
    from stage.declaration d
    join stage.person p on p.national is not distinct from d.phone and p.alias is not distinct from d.alias
    left join stage.code c on c.code = d.venue_key
), once as (
    select person_id, declared_at, venue_id, commune_code, symptoms, contact_case, travel, min(owner) as owner,
        arg_min(app, owner) as app
    from told
    group by all
)
select declared_at::date as day, declared_at, person_id, venue_id, commune_code, symptoms, contact_case, travel, app, owner
from once
where not exists (
    select 1 from lake.declaration o
    where o.day between $first and $last and o.person_id = once.person_id and o.declared_at = once.declared_at
        and o.venue_id is not distinct from once.venue_id and o.commune_code is not distinct from once.commune_code
        and o.symptoms is not distinct from once.symptoms and o.contact_case is not distinct from once.contact_case
        and o.travel is not distinct from once.travel
)
