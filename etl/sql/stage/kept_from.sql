-- one row: the first day of which scans, visits and declarations are still kept; NULL: nothing was purged yet
select max(kept_from) from lake.purge where kind in ('scan', 'visit', 'declaration')
