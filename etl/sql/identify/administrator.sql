-- one row per administrator that the people store does not have; `owner` is the row that brought it
with told as (
    select coalesce(s.agency_code, a.agency_code, 'ten:' || fold(s.agency_name)) as agency_code, s.venue_code, s.name, s.position,
        '+84' || s.phone as phone, s.email, min(s.file_no::bigint * 1_000_000_000_000 + s.row_no) as owner
    from stage.administrator s
    left join (
        select fold(agency_name) as agency_key, min(agency_code) as agency_code from stage.agency_next group by 1
    ) a on a.agency_key = fold(s.agency_name)
    group by all
)
select * from told
where not exists (
    select 1 from people.administrator o
    where o.agency_code is not distinct from told.agency_code and o.venue_code is not distinct from told.venue_code
        and o.name = told.name and o.position is not distinct from told.position
        and o.phone is not distinct from told.phone and o.email is not distinct from told.email
)
