-- one row per rejected row that holds a number of the person asked for, or their whole name
select r.file_id, r.row_no,
    exists (select 1 from asked_number n where contains(regexp_replace(r.raw, '[^0-9\x1F]', '', 'g'), n.digits)) as numbered
from (from people.rejected union all from office.rejected) r
where numbered or exists (select 1 from asked_name n where contains(' ' || fold(r.raw) || ' ', ' ' || n.folded || ' '))
