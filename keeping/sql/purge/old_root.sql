-- one row per list that left the house, with all lists made from it, of which nothing was made or handed in since the first day kept
select root_id
from (
    select root_id, made_at from people.saved_list
    union all select root_id, made_at from people.outcome
)
group by root_id
having max(made_at) < $lists
