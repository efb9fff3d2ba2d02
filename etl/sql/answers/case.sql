-- one row per case that this load makes or changes; later rows win; `owner` is the row that brought it
with told as (
    select c.case_code, p.person_id, c.onset, c.sampled, c.isolated, c.status,
        c.file_no::bigint * 1_000_000_000_000 + c.row_no as owner
    from stage."case" c
    join stage.person p on p.national is not distinct from c.phone and p.alias is not distinct from c.alias
    qualify row_number() over (partition by c.case_code order by owner desc) = 1
)
select t.*
from told t
left join lake.case_record o on o.case_code = t.case_code
where (o.person_id, o.onset, o.sampled, o.isolated, o.status) is distinct from
    (t.person_id, t.onset, t.sampled, t.isolated, t.status)
