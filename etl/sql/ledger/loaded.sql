-- one row per file: how many of its rows changed the warehouse
with owner as (
    select owner from stage.fresh
    union select owner from stage.declaration_new
    union select owner from stage.assessment_new
    union select owner from stage.case_new
    union select owner from stage.zone_new
    union select owner from stage.administrator_new
    union select owner from stage.issue
    union
    select c.file_no::bigint * 1_000_000_000_000 + c.row_no from stage.card c
    join stage.person p on p.alias = c.alias
    join stage.newcomer n on n.person_id = p.person_id
    union
    select s.owner from stage.venue_said s
    where s.code in (select code from stage.venue_changed)
        or s.code in (select r.main_code from stage.venue_row r join stage.code_changed c on c.code = r.code)
    union
    select max(file_no::bigint * 1_000_000_000_000 + row_no) from stage.agency
    where coalesce(agency_code, 'ten:' || fold(agency_name)) in (select agency_code from stage.agency_changed)
    group by coalesce(agency_code, 'ten:' || fold(agency_name))
)
select owner // 1_000_000_000_000 as file_no, count(*) as loaded from owner group by 1
