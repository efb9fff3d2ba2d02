-- one row per code named in this load's registries: the venue it stands for; a main code goes before an extra one
select r.code, arg_max(v.venue_id, (r.code = r.main_code, r.file_no, r.row_no)) as venue_id
from stage.venue_row r
join stage.venue_next v on v.code = r.main_code
group by r.code
