-- one row per statement on the commune or district, the newest first; of two for one day the one that holds stands first
select z.number, z.unit_code, z.tier, z.level, z.valid_from, z.reason, z.decided_by, z.spread, z.adjoining, z.scattered, z.stated_at,
    f.loaded_by, f.name as file_name, row_number() over (partition by z.valid_from order by z.number desc) = 1 as counts
from lake.zone_level z
join lake.load_file f using (file_id)
where z.unit_code = $unit_code
order by z.valid_from desc, z.number desc
