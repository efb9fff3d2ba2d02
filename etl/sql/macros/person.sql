-- ids, ages and whom a row is about
create or replace temp macro id_plain(t) as
    upper(regexp_replace(regexp_replace(t, '\.0+$', ''), '[^0-9A-Za-z*]', '', 'g'));
create or replace temp macro id_checked(u) as case
    when regexp_full_match(u, '[0-9]{12}|[0-9]{9}|[A-Z]{1,2}[0-9]{6,8}') then u
    when regexp_full_match(u, '[0-9]{11}') and substr(u, 1, 2) between '01' and '96' then '0' || u
    when regexp_full_match(u, '[0-9]{8}') then '0' || u end;
create or replace temp macro id_number(t) as id_checked(id_plain(t));
create or replace temp macro id_masked(t) as contains(t, '*') or regexp_matches(lower(t), 'xx');
create or replace temp macro id_tail(t) as nullif(regexp_extract(id_plain(t), '[*X]([0-9]{3,8})$', 1), '');
create or replace temp macro birth_year(t) as
    case when try_cast(regexp_extract(t, '(?:19|20)[0-9]{2}') as integer) between 1900 and 2100
        then try_cast(regexp_extract(t, '(?:19|20)[0-9]{2}') as integer) end;
-- the same for a name whatever its marks, case and order of words; a single word names nobody
create or replace temp macro name_key(t) as
    case when contains(fold(t), ' ') then array_to_string(list_sort(string_split(fold(t), ' ')), ' ') end;
create or replace temp macro alias(phone, id, name, other) as case
    when other then coalesce('i:' || id, 'h:' || phone || '|' || coalesce(name_key(name), fold(name), ''))
    when phone is null then 'i:' || id end;
-- a personal code: SoGiayTo|HoTen|NgaySinh|LoaiDinhDanh|QID|EXT (phone in EXT), or a citizen card's seven fields
create or replace temp macro qr_field(t, n) as nullif(trim(split_part(t, '|', n)), '');
create or replace temp macro qr_is_card(t) as regexp_full_match(t, '[0-9]{12}\|[0-9]*\|[^|]*\|[0-9]{8}\|.*');
-- a card of ours, opaque: only the people store, told by the list of cards, leads from it to a person (docs/qr.md)
create or replace temp macro card_of(t) as nullif(regexp_extract(upper(trim(t)), '^VAORA:1:P:([0-9A-F]{16})$', 1), '');
create or replace temp macro qr_known(t) as
    qr_is_card(t) or regexp_full_match(t, '[0-9A-Za-z*]*\|[^|]*\|[^|]*\|[^|]*\|[^|]*(\|.*)?');
create or replace temp macro qr_name(t) as case when qr_is_card(t) then qr_field(t, 3) else qr_field(t, 2) end;
create or replace temp macro qr_born(t) as
    case when qr_is_card(t) then substr(qr_field(t, 4), 5, 4) else qr_field(t, 3) end;
create or replace temp macro qr_phone(t) as
    case when not qr_is_card(t) then nullif(regexp_extract(qr_field(t, 6), '<(\+?[0-9]{9,13})(?:<|$)', 1), '') end;
create or replace temp macro qr_other(t) as
    case when not qr_is_card(t) and qr_field(t, 4) = '1' then 'yes' end;
