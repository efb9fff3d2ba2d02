-- one row per day on which the visits by person and the visits by venue are not the same
with person as (
    select day, count(*) as visits, bit_xor(hash(person_id, venue_id, in_at, out_at, next_at, prev_at)) as print
    from lake.visit_by_person where day between $first and $last group by day
), venue as (
    select day, count(*) as visits, bit_xor(hash(person_id, venue_id, in_at, out_at, next_at, prev_at)) as print
    from lake.visit_by_venue where day between $first and $last group by day
)
select day from person full join venue using (day)
where person.visits is distinct from venue.visits or person.print is distinct from venue.print
