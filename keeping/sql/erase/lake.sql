-- what an erasure does to the lake: the account first, then what is gone
update lake.load_file f set rows_purged = coalesce(f.rows_purged, 0) + g.gone
from (
    select file_id, count(*) as gone
    from (
        select file_id from lake.scan where person_id in (from asked_person)
        union all select file_id from lake.declaration where person_id in (from asked_person)
        union all select file_id from lake.case_record where person_id in (from asked_person)
    )
    group by file_id
) g where g.file_id = f.file_id;
delete from lake.scan where person_id in (from asked_person);
delete from lake.declaration where person_id in (from asked_person);
delete from lake.visit_by_person where person_id in (from asked_person);
delete from lake.visit_by_venue where person_id in (from asked_person);
delete from lake.case_record where person_id in (from asked_person);
delete from lake.case_history where person_id in (from asked_person);
delete from lake.person_link where person_id in (from asked_person);
