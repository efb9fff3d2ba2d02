-- one row per key that stands twice, or names what is not there
select 'venue' as what, venue_id::varchar as id from lake.venue group by all having count(*) > 1
union all select 'venue_code', code from lake.venue_code group by all having count(*) > 1
union all select 'agency', agency_code from lake.agency group by all having count(*) > 1
union all select 'case', case_code from lake.case_record group by all having count(*) > 1
union all select 'level of risk', number::varchar from lake.zone_level group by all having count(*) > 1
union all select 'file', file_id from lake.load_file group by all having count(*) > 1
union all select 'code of no venue', code from lake.venue_code where venue_id not in (select venue_id from lake.venue)
