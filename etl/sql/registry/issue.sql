-- one row per code that this load puts on a poster: its row says what the QR code holds; what was issued before is not again
with newest as (
    select k.venue_id, i.code from lake.code_issue i join lake.venue_code k using (code)
    qualify row_number() over (partition by k.venue_id order by i.number desc) = 1
)
select (select coalesce(max(number), 0) from lake.code_issue) + row_number() over (order by s.owner) as number, s.code, s.content,
    nullif(coalesce(n.code, case when o.registered then o.code end), s.code) as replaces, v.name as venue_name,
    $now::timestamp as issued_at, $by::varchar as issued_by, s.owner
from stage.venue_said s
join stage.venue_next v on v.code = s.code
left join newest n on n.venue_id = v.venue_id
left join lake.venue o on o.venue_id = s.venue_id
where s.content is not null and not exists (select 1 from lake.code_issue i where i.code = s.code and i.content = s.content)
