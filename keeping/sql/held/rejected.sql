-- one row per rejected row with a number of the person
select h.name as file_name, r.row_no, r.reasons, replace(r.raw, chr(31), ' | ') as raw
from (from people.rejected union all from office.rejected) r
join asked_rejected a using (file_id, row_no)
join (select file_id, min(name) as name from (from people.rejected_header union all from office.rejected_header) group by all) h using (file_id)
where a.numbered
order by all
