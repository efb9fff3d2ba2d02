-- one row per row of a list of administrators, in the file's order, clean or with its faults; an agency that only a name tells
-- is looked up in the tree, one that only a venue tells in the registry of venues
with typed as (
    select *, row_number() over () as row_no, nullif(upper(trim(agency_code)), '') as code,
        code_of(venue_code) as venue, tidy(email) as mail, moment(stated_at) as stated, word_ended(ended) as gone
    from person
), named as (
    select fold(agency_name) as agency_key, count(*) as agencies, string_agg(agency_code, ', ' order by agency_code) as codes
    from stage.agency_next group by 1
), venue as (
    select venue_id, agency_code from stage.venue_next
    union all
    select venue_id, agency_code from lake.venue where venue_id not in (select venue_id from stage.venue_next)
), placed as (
    select t.*, n.agencies, n.codes, v.agency_code as of_venue
    from typed t
    left join named n on n.agency_key = fold(t.agency_name) and t.code is null
    left join stage.code k on k.code = t.venue
    left join venue v on v.venue_id = k.venue_id
), judged as (
    select *, nullif(concat_ws(chr(10), fault(fault is not null, fault, ''),
        fault(tidy(name) is null, 'name_missing', 'name'),
        fault(code is null and tidy(agency_name) is null and venue is null, 'agency_missing', 'agency_code'),
        case when agencies > 1 then 'agency_ambiguous|agency_name|' || codes end,
        case when person_fault like 'phone%' then person_fault end,
        fault(mail is not null and not email_valid(mail), 'email_invalid', 'email'),
        fault(stated_at is not null and stated is null, 'time_invalid', 'stated_at'),
        fault(moment_fault(stated) is not null, moment_fault(stated), 'stated_at'),
        fault(ended is not null and gone is null, 'answer_unknown', 'ended')), '') as faults
    from placed
), parked as (
    select *, case when faults is not null then raw_text() end as raw from judged
)
select coalesce(code, codes, 'ten:' || fold(agency_name), of_venue) as agency_code, venue as venue_code, tidy(name) as name,
    tidy(position) as position, number as phone, mail as email, stated::date as stated_at, coalesce(gone = 'yes', false) as ended,
    reasons(faults, raw) as reasons, raw
from parked
order by row_no
