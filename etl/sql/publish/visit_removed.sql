-- visits that late scans have changed leave the lake, both ways
delete from lake.visit_by_person v using stage.removed r
where v.day between $first and $last and v.day = r.day and v.person_id = r.person_id and v.venue_id = r.venue_id
    and v.in_at is not distinct from r.in_at and v.out_at is not distinct from r.out_at;
delete from lake.visit_by_venue v using stage.removed r
where v.day between $first and $last and v.day = r.day and v.person_id = r.person_id and v.venue_id = r.venue_id
    and v.in_at is not distinct from r.in_at and v.out_at is not distinct from r.out_at;
