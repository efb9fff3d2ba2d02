-- one row per registered venue: the code of its newest poster, what it says and since when; an agency brings those below it
with recursive under as (
    select $agency::varchar as agency_code
    union
    select a.agency_code from lake.agency a join under u on a.parent_code = u.agency_code
), issued as (
    select k.venue_id, i.code as qr_code, i.content, i.issued_at, i.issued_by, i.replaces
    from lake.code_issue i
    join lake.venue_code k using (code)
    qualify row_number() over (partition by k.venue_id order by i.number desc) = 1
)
select v.venue_id, v.code, v.name, coalesce(v.kind, 'khac') as kind, coalesce(v.agency_code, '') as agency_code, v.address,
    coalesce(v.commune_code, '') as commune_code, coalesce(v.district_code, '') as district_code, i.* exclude (venue_id)
from lake.venue v
left join issued i on i.venue_id = v.venue_id
where v.registered and v.venue_id in (from chosen($districts, $kinds, 0))
    and ($agency = '' or v.agency_code in (select agency_code from under))
order by v.district_code, v.name, v.code
