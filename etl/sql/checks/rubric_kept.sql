-- one row per assessment judged by a rubric whose text is not kept, or coloured by none
select venue_id, assessed_at
from lake.assessment a
where (rubric_id is not null and not exists (
        select 1 from lake.rubric r where r.rubric_id = a.rubric_id and r.version = a.rubric_version))
    or (computed is not null and rubric_id is null)
