-- one row per text that officials wrote and that still holds a number or a whole name of the person: where it stands
with text as (
    select 'saved_list' as kind, list_id as id, reason || ' ' || case_number as said from people.saved_list
    union all select 'outcome', root_id, value from people.outcome where field = 'note'
    union all select 'reminder', agency_code, note from office.reminder
    union all select 'administrator', coalesce(agency_code, venue_code), concat_ws(' ', name, phone, email) from office.administrator
    union all select 'load_file', file_id, name from lake.load_file
    union all select 'zone_level', unit_code, concat_ws(' ', reason, decided_by) from lake.zone_level
)
select distinct kind, id from text
where exists (select 1 from asked_number n where contains(regexp_replace(said, '[^0-9]', '', 'g'), n.digits))
    or exists (select 1 from asked_name n where contains(' ' || fold(said) || ' ', ' ' || n.folded || ' '))
order by all
