-- one row per code of a venue named in this load's registries, with the row that named it; later rows win
select file_no, row_no, code as main_code, unnest(string_split(coalesce(codes, code), chr(31))) as code
from stage.venue
