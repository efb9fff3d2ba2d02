-- one row: the agency with the most venues of its own in the registry
select agency_code from lake.venue where registered and agency_code is not null group by all order by count(*) desc, agency_code limit 1
