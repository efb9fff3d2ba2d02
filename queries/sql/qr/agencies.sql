-- one row per agency that has a registered venue, or one below it has
with recursive above as (
    select distinct agency_code from lake.venue where registered and agency_code is not null
    union
    select g.parent_code from lake.agency g join above a using (agency_code) where g.parent_code is not null
)
select agency_code, agency_name from lake.agency where agency_code in (from above) order by agency_name, agency_code
