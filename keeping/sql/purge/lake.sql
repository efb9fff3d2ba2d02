-- what a purge does to the lake: the account first, then what is gone; a visit kept forgets a scan that is not
update lake.load_file f set rows_purged = coalesce(f.rows_purged, 0) + g.gone
from (
    select file_id, count(*) as gone
    from (
        select file_id from lake.scan where day < $visits
        union all select file_id from lake.declaration where day < $visits
        union all select file_id from stage.old_case
    )
    group by file_id
) g where g.file_id = f.file_id;
delete from lake.scan where day < $visits;
delete from lake.declaration where day < $visits;
delete from lake.visit_by_person where day < $visits;
delete from lake.visit_by_venue where day < $visits;
update lake.visit_by_person set prev_at = null where prev_at < $visits;
update lake.visit_by_venue set prev_at = null where prev_at < $visits;
delete from lake.case_record where case_code in (select case_code from stage.old_case);
delete from lake.case_history where case_code in (select case_code from stage.old_case);
delete from lake.person_link where person_id not in (select person_id from stage.kept_person);
