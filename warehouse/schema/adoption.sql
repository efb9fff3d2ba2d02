-- which figures a venue counts in
-- one row per venue and group in whose figures it counts, a group being a key of a split: '*' of '' is all that is asked about; tree (an
-- agency and all above it) and own (its agency alone), '' being those of no agency known; district, kind, venue
create or replace macro counted(root, districts, kinds) as table
with site as (
    select v.venue_id, coalesce(v.district_code, '') as district, coalesce(v.kind, 'khac') as kind,
        coalesce(a.agency_code, '') as agency
    from lake.venue v
    left join lake.agency a on a.agency_code = v.agency_code
    where v.venue_id in (from chosen(districts, kinds, 0))
        and (root = '' or a.agency_code in (select u.agency_code from lake.agency_above u where u.above = root))
)
select venue_id, '' as split, '*' as key from site
union all select venue_id, 'own', agency from site
union all select venue_id, 'district', district from site
union all select venue_id, 'kind', kind from site
union all select venue_id, 'venue', venue_id::varchar from site
union all select venue_id, 'tree', '' from site where agency = ''
union all select s.venue_id, 'tree', u.above from site s join lake.agency_above u on u.agency_code = s.agency;
-- VHD, Bluezone, NCOVI, or other: which of the letter's applications a scan's application is
create or replace macro app_family(app) as case
    when lower(app) like '%bluezone%' then 'bluezone' when lower(app) like '%ncovi%' then 'ncovi'
    when lower(app) like '%vhd%' or lower(app) like '%vietnam%health%declaration%' then 'vhd' else 'other' end;
