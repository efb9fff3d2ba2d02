-- one row per code of the venue, the newest first: issued when, by whom, in place of which; what was never issued here comes last
select k.code, i.content, i.issued_at, i.issued_by, i.replaces
from lake.venue_code k
left join lake.code_issue i using (code)
where k.venue_id = $venue_id
order by i.number desc nulls last, k.code
