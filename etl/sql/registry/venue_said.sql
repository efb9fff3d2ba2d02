-- one row per venue named in this load's registries: its main code, the venue it already is, and its last row
with last_row as (
    select code, max(file_no * 1_000_000_000_000 + row_no) as owner from stage.venue group by code
), known as (  -- the venue its main code stands for, else the one of any other of its codes
    select r.main_code, coalesce(max(k.venue_id) filter (where r.code = r.main_code), min(k.venue_id)) as venue_id
    from stage.venue_row r
    join lake.venue_code k on k.code = r.code
    group by r.main_code
    qualify row_number() over (
        partition by coalesce(max(k.venue_id) filter (where r.code = r.main_code), min(k.venue_id))
        order by count(*) filter (where r.code = r.main_code) desc, r.main_code) = 1
)
select v.* exclude (codes, reasons, raw, agency_name, registrant_name, registrant_phone), l.owner, known.venue_id,
    coalesce(v.agency_code, a.agency_code) as agency
from stage.venue v
join last_row l on l.code = v.code and l.owner = v.file_no * 1_000_000_000_000 + v.row_no
left join known on known.main_code = v.code
left join (
    select fold(agency_name) as agency_key, min(agency_code) as agency_code from stage.agency_next group by 1
) a on a.agency_key = fold(v.agency_name)
