-- how a visit is read: from when to when its person was surely, probably and possibly there
create or replace table venue_kinds as
select kind, name_vi, name_en, cap_minutes::integer as cap_minutes, typical_minutes::integer as typical_minutes,
    opens::time as opens, closes::time as closes, case indoor when 'yes' then true when 'no' then false end as indoor
from read_csv($kinds, all_varchar = true, header = true);
create or replace view venue_rule as
select v.venue_id, to_minutes(k.cap_minutes) as cap, to_minutes(coalesce(t.minutes, k.typical_minutes)) as typical,
    coalesce(v.opens, k.opens) as opens, coalesce(v.closes, k.closes) as closes
from lake.venue v
join venue_kinds k on k.kind = coalesce(v.kind, 'khac')
left join lake.typical_stay t on t.kind = k.kind;
-- the moment of closing after `t`, of opening before it; NULL outside opening hours; closing may come after midnight
create or replace macro closing(t, opens, closes) as case
    when closes > opens and t::time < closes then t::date + closes
    when closes <= opens and t::time >= opens then t::date + 1 + closes
    when closes <= opens and t::time < closes then t::date + closes end;
create or replace macro opening(t, opens, closes) as case
    when closes > opens and t::time > opens then t::date + opens
    when closes <= opens and t::time > opens then t::date + opens
    when closes <= opens and t::time <= closes then t::date - 1 + opens end;
-- one row per visit of `visits`, the name of a table or of a part of the query; none lasts longer than the cap of its venue:
-- one that does is two, each with one end
create or replace macro stay(visits) as table
with half as (
    select v.day, v.person_id, v.venue_id, r.cap, r.typical, r.opens, r.closes, v.next_at, v.prev_at,
        case when h.half = 1 then v.in_at end as in_at,
        case when h.half = 2 or v.in_at is null or v.out_at - v.in_at <= r.cap then v.out_at end as out_at
    from query_table(visits) v
    join venue_rule r using (venue_id)
    join (values (1), (2)) h (half) on h.half = 1 or v.out_at - v.in_at > r.cap
), possible as (
    select *,
        coalesce(in_at, greatest(out_at - cap, prev_at, opening(out_at, opens, closes))) as possible_from,
        coalesce(out_at, least(in_at + cap, next_at, closing(in_at, opens, closes))) as possible_to
    from half
)
select day, person_id, venue_id, cap, in_at, out_at, possible_from, possible_to,
    coalesce(in_at, greatest(out_at - typical, possible_from)) as probable_from,
    coalesce(out_at, least(in_at + typical, possible_to)) as probable_to,
    coalesce(in_at, out_at) as sure_from, coalesce(out_at, in_at) as sure_to
from possible;
-- one row per venue that a screen's filters choose; an empty list, or 0, chooses all
create or replace macro chosen(districts, kinds, venue) as table
select venue_id from lake.venue
where (len(districts) = 0 or list_contains(districts, coalesce(district_code, '')))
    and (len(kinds) = 0 or list_contains(kinds, coalesce(kind, 'khac'))) and (venue = 0 or venue_id = venue);
-- colours of safety: the worse, the higher; 0: none
create or replace macro colour_rank(colour) as case colour when 'green' then 1 when 'yellow' then 2 when 'red' then 3 else 0 end;
-- one row per self-assessment, with the colour it gives its venue: the worse of the level handed in and the one computed; a total
-- that cannot show that mandatory criteria are kept is green on the venue's own word only; NULL: it says nothing
create or replace view assessed as
select *, case greatest(colour_rank(level), colour_rank(computed), case when not certain and computed is not null and level is null
        then 2 else 0 end) when 1 then 'green' when 2 then 'yellow' when 3 then 'red' end as colour,
    coalesce(level <> computed and (certain or colour_rank(level) < colour_rank(computed)), false) as contradicts
from lake.assessment;
-- one row per venue and moment before `ends` with an assessment that says something: the worst of that moment
create or replace macro valid_assessment(ends) as table
select * from assessed
where assessed_at < ends and colour is not null
qualify row_number() over (partition by venue_id, assessed_at order by colour_rank(colour) desc, file_id, sector, score, answers) = 1;
-- one row per venue that counts as a site, with the colour that its latest valid assessment before `ends` gives it
create or replace macro site_colour(ends, districts, kinds, venue) as table
select v.*, a.colour from lake.venue v
left join (
    select venue_id, arg_max(colour, assessed_at) as colour from valid_assessment(ends) group by venue_id
) a using (venue_id)
where (v.registered or a.colour is not null) and v.venue_id in (from chosen(districts, kinds, venue));
