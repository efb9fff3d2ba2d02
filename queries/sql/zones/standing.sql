-- one row per commune or district with a statement up to the day: the one that holds on it
select z.unit_code, z.tier, z.level, z.valid_from, z.reason, z.decided_by, z.spread, z.adjoining, z.scattered, z.stated_at, f.loaded_by
from lake.zone_level z
join lake.load_file f using (file_id)
where z.valid_from <= $day
qualify row_number() over (partition by z.unit_code order by z.valid_from desc, z.number desc) = 1
order by z.unit_code
