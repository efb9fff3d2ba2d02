-- one row per name under which a person of this load is written and the people store does not know them yet
select distinct p.person_id, s.name
from (select distinct phone, alias, name from stage.said where name is not null) s
join stage.person p on p.national is not distinct from s.phone and p.alias is not distinct from s.alias
anti join people.person_name o on o.person_id = p.person_id and o.name = s.name
