-- one row per agency and agency above it, itself included; one whose parent is not known, or is below itself, stands at the top
with recursive said (agency_code, above) as (  -- by the registry's word; a circle ends where it began
    select agency_code, agency_code from stage.agency_next
    union
    select s.agency_code, a.parent_code from said s join stage.agency_next a on a.agency_code = s.above
    where a.parent_code in (select agency_code from stage.agency_next)
), tree as (
    select a.agency_code, a.parent_code from stage.agency_next a
    join stage.agency_next p on p.agency_code = a.parent_code
    where not exists (select 1 from said s where s.agency_code = a.parent_code and s.above = a.agency_code)
), up (agency_code, above, steps) as (
    select agency_code, agency_code, 0 from stage.agency_next
    union all
    select u.agency_code, t.parent_code, u.steps + 1 from up u join tree t on t.agency_code = u.above
)
select agency_code, above, steps::integer as steps from up
