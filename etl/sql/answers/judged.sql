-- one row per new self-assessment: what chooses its rubric and what it says
select a.owner, coalesce(a.sector, ''), coalesce(n.kind, v.kind, 'khac'), a.assessed_at::date, a.score, a.answers
from stage.assessment_new a
left join stage.venue_next n on n.venue_id = a.venue_id
left join lake.venue v on v.venue_id = a.venue_id
