-- one row per list that left the house and row in which the person stands; of the other person of the row nothing is told
select r.list_id, l.case_number, l.reason, l.made_at, l.made_by, r.contact_id in (from asked_person) as is_contact,
    coalesce(r.case_id in (from asked_person), false) as is_case, r.row_code, r.first_meeting, r.last_meeting, r.sure_seconds,
    r.probable_seconds, r.possible_seconds
from people.saved_row r join people.saved_list l using (list_id)
where r.contact_id in (from asked_person) or r.case_id in (from asked_person)
order by l.made_at, r.list_id, r.row_code
