-- one row per day with a visit that ends before it begins, outlasts the cap, has no end, or stands on another day
select day from lake.visit_by_person
where day between $first and $last and (
    (out_at < in_at or out_at - in_at > to_hours($cap_hours)) is true or coalesce(in_at, out_at) is null
    or day <> coalesce(in_at, out_at)::date or next_at <= in_at or prev_at >= out_at)
group by day
