-- one row per person of whom something is kept, or of whom another entry is that stands for the same human being
with spoken as (
    select person_id from lake.scan where day >= $visits
    union select person_id from lake.declaration where day >= $visits
    union select person_id from lake.case_record where case_code not in (select case_code from stage.old_case)
    union select person_id from lake.case_history where case_code not in (select case_code from stage.old_case)
    union select unnest(from_json(question, '{"windows": [{"person_id": "BIGINT"}]}').windows).person_id
    from people.saved_list where root_id not in (select root_id from stage.old_root)
    union select unnest([r.case_id, r.contact_id])
    from people.saved_row r join people.saved_list l using (list_id) where l.root_id not in (select root_id from stage.old_root)
    union select h.person_id from people.card_holder h join lake.load_file f using (file_id) where f.loaded_at >= $cards
), human as (
    select l.human_id from spoken join lake.person_link l using (person_id)
)
select person_id from spoken where person_id is not null
union select person_id from lake.person_link where human_id in (select human_id from human)
