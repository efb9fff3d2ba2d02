-- one row per raw row, with the person it speaks of: number, id, name, alias, and what is wrong with them
with coded as (
    select * replace (
        case when phone is null and qr_known(person_qr) then qr_phone(person_qr) else phone end as phone,
        case when id_number is null and qr_known(person_qr) then qr_field(person_qr, 1) else id_number end as id_number,
        case when name is null and qr_known(person_qr) then qr_name(person_qr) else name end as name,
        case when birth_year is null and qr_known(person_qr) then qr_born(person_qr) else birth_year end as birth_year),
        coalesce(word_other(other), case when qr_known(person_qr) then qr_other(person_qr) end, 'no') = 'yes' as for_other,
        card_of(person_qr) as card
    from raw_person
), plain as (
    select *, phone_plain(phone) as digits, id_number(id_number) as id, tidy(name) as full_name,
        case when contains(id_number, '*') or contains(lower(id_number), 'xx') then id_tail(id_number) end as id_tail
    from coded
), cored as (
    select *, phone_core(digits) as core from plain
), moved as (
    select *, phone_moved(core) as moved from cored
), checked as (
    select *, phone_valid(moved) as sound from moved
), odd as (
    select *, case when sound is null and phone is not null then phone_text(phone) end as odd from checked
), searched as (
    select *, case when odd is not null then phone_numbers(phone_parts(odd)) end as numbers from odd
), numbered as (
    select *, case when odd is null then sound when len(numbers) = 1 then numbers[1] end as number from searched
)
select * exclude (digits, core, moved, sound, odd, numbers),
    case when card is not null then 'c:' || card
        when for_other or number is null then alias(number, id, full_name, for_other) end as alias,
    case
        when odd is not null and number is null then fault(true, phone_fault(odd, numbers), 'phone')
        when number is not null or id is not null or card is not null then null
        when id_number is not null and not id_masked(id_number) then fault(true, 'id_invalid', 'id_number')
        when person_qr is not null and not qr_known(person_qr) then fault(true, 'person_qr_unknown', 'person_qr')
        else fault(true, 'no_person', 'phone') end as person_fault
from numbered
