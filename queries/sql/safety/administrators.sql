-- one row per administrator of the venue or of its agency
select name, position, phone, email
from people.administrator
where venue_code = $venue_code or (agency_code = $agency_code and coalesce(venue_code, '') in ('', $venue_code))
order by venue_code is not distinct from $venue_code desc, name
