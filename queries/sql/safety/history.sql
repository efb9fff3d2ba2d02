-- one row per assessment of the venue until the day, the newest first, also those that say nothing
select assessed_at, score, level, computed, colour, contradicts, certain, reached, rubric_id, rubric_version, band, remarks, answers
from assessed
where venue_id = $venue and assessed_at < $on::date + 1
order by assessed_at desc, colour_rank(colour) desc, file_id
