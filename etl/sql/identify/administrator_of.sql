-- one row per administrator of the store of officials as they stand, as the lake may know them: which fields were given, not who it is
select o.agency_code, o.venue_code, coalesce(o.name, '') <> '' as has_name, coalesce(o.position, '') <> '' as has_position,
    coalesce(o.phone, '') <> '' as has_phone, coalesce(o.email, '') <> '' as has_email, coalesce(l.loaded_at, $now) as named_at
from (
    from office.administrator
    qualify row_number() over (partition by agency_code, venue_code, fold(name) order by coalesce(number, 0) desc) = 1
) o
left join lake.load_file l on l.file_id = o.file_id
where not coalesce(o.ended, false)
