-- which figures a venue counts in
-- one row per venue and group in whose figures it counts: '*' is all that is asked about, '' those of no agency known;
-- `splits` is tree (an agency and all above it), own (its agency alone), district, kind or venue
create or replace macro counted(splits, root, districts, kinds) as table
with site as (
    select v.venue_id, v.registered, coalesce(v.district_code, '') as district, coalesce(v.kind, 'khac') as kind,
        coalesce(a.agency_code, '') as agency
    from lake.venue v
    left join lake.agency a on a.agency_code = v.agency_code
    where v.venue_id in (from chosen(districts, kinds, 0))
        and (root = '' or a.agency_code in (select u.agency_code from lake.agency_above u where u.above = root))
)
select venue_id, registered, '*' as key from site
union all
select venue_id, registered, case splits when 'district' then district when 'kind' then kind when 'venue' then venue_id::varchar
    else agency end from site where splits <> 'tree' or agency = ''
union all
select s.venue_id, s.registered, u.above
from site s join lake.agency_above u on u.agency_code = s.agency where splits = 'tree';
-- VHD, Bluezone, NCOVI, or other: which of the letter's applications a scan's application is
create or replace macro app_family(app) as case
    when lower(app) like '%bluezone%' then 'bluezone' when lower(app) like '%ncovi%' then 'ncovi'
    when lower(app) like '%vhd%' or lower(app) like '%vietnam%health%declaration%' then 'vhd' else 'other' end;
