-- one row per reason why rows of a staged table were rejected, most frequent first: code, column
select split_part(fault, '|', 1), split_part(fault, '|', 2)
from (select unnest(string_split(reasons, chr(10))) as fault from query_table($rows) where reasons <> 'blank')
group by all
order by count(*) desc, 1, 2
