-- one row per result handed in on the person
select o.field, o.value, o.status, o.made_by, o.made_at, o.file_name
from people.outcome o
where exists (
    select 1 from people.saved_row r join people.saved_list l using (list_id)
    where l.root_id = o.root_id and r.row_code = o.row_code and r.contact_id in (from asked_person)
)
order by o.number
