-- one row per file: the earliest and the latest time among its good rows
select file_no, min(moment), max(moment)
from (
    select file_no, "at" as moment from stage.scan
    union all select file_no, in_at from stage.visit union all select file_no, out_at from stage.visit
    union all select file_no, "at" from stage.declaration
    union all select file_no, "at" from stage.assessment
    union all select file_no, valid_from from stage.zone
)
group by file_no
