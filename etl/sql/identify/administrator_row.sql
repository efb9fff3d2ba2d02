-- one row per new statement on an administrator as the store of officials holds it
select n.* exclude (owner), f.file_id
from stage.administrator_new n
join stage.file f on f.number = n.owner // 1_000_000_000_000
