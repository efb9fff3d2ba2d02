-- one row per visit that the lake already has, of the people of this load, on days whose visits may change
select v.* from lake.visit_by_person v
where v.day between $first and $last and v.person_id in (select person_id from stage.touched)
