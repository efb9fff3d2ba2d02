-- one row per statement that the person is an administrator, by phone
select agency_code, venue_code, name, position, phone, email, stated_at, ended
from office.administrator where phone in (from asked_phone) order by all
