-- phone numbers of Viet Nam as national numbers without the first 0; rules/phone.py says the same in Python
-- Each rule is used once a row and step by step (etl/sql/clean/person.sql): nested, the engine would write them out in full.
create or replace temp macro phone_plain(t) as case when regexp_full_match(t, '\+?[0-9]{9,14}')
    and not (t like '00%' and t not like '0084%') then try_cast(t as bigint) end;
create or replace temp macro phone_core(m) as case
    when m between 84_000_000_000 and 84_999_999_999 then m - 84_000_000_000
    when m between 840_000_000_000 and 849_999_999_999 then m - 840_000_000_000
    else m end;
-- the change of 15/9/2018 from eleven to ten digits kept the last seven
create or replace temp macro phone_moved(n) as case n // 10_000_000
    when 120 then 70 when 121 then 79 when 122 then 77 when 126 then 76 when 128 then 78
    when 123 then 83 when 124 then 84 when 125 then 85 when 127 then 81 when 129 then 82
    when 162 then 32 when 163 then 33 when 164 then 34 when 165 then 35 when 166 then 36 when 167 then 37
    when 168 then 38 when 169 then 39 when 186 then 56 when 188 then 58 when 199 then 59
    else n // 10_000_000 end * 10_000_000 + n % 10_000_000;
create or replace temp macro phone_valid(n) as case
    when n between 100_000_000 and 999_999_999 and (
        n // 10_000_000 in (30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 51, 56, 58, 59, 70, 76, 77, 78, 79, 81, 82, 83, 84,
            85, 86, 87, 88, 90, 91, 92, 93, 94, 95, 96, 97, 98)
        or n // 1_000_000 in (522, 523, 528, 559, 896, 897, 898, 899, 990, 991, 993, 994, 995, 996, 997, 998, 999)) then n
    when n // 10_000_000 in (203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 215, 216, 218, 219, 220, 221, 222,
        225, 226, 227, 228, 229, 232, 233, 234, 235, 236, 237, 238, 239, 242, 243, 244, 245, 246, 247, 248, 251, 252, 254,
        255, 256, 257, 258, 259, 260, 261, 262, 263, 269, 270, 271, 272, 273, 274, 275, 276, 277, 282, 283, 284, 285, 286,
        287, 288, 289, 290, 291, 292, 293, 294, 296, 297, 299) then n end;
-- a cell that is not just a number: one or more numbers among words, or what a spreadsheet made of one
create or replace temp macro phone_text(t) as
    translate(nfc_normalize(regexp_replace(t, '\.0+\s*$', '')), '０１２３４５６７８９＋', '0123456789+');
create or replace temp macro phone_is_exponent(t) as regexp_full_match(t, '\s*[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+\s*');
create or replace temp macro phone_is_exact(t) as
    length(regexp_replace(regexp_extract(t, '^[^eE]*'), '[^0-9]', '', 'g'))
        > try_cast(regexp_extract(t, '[eE]\+?([0-9]+)', 1) as integer);
create or replace temp macro phone_parts(t) as case
    when phone_is_exponent(t) then
        case when phone_is_exact(t) then [try_cast(replace(t, ',', '.') as double)::bigint::varchar] else [] end
    else list_concat(
        regexp_extract_all(t, '[+(]?[0-9][0-9 .()\-\x{00A0}]*[0-9]'),
        regexp_extract_all(t, '\+?[0-9]{9,14}|\(?[0-9]{3,5}\)?[ .\-][0-9]{3}[ .\-][0-9]{3,4}')) end;
create or replace temp macro phone_numbers(parts) as list_distinct(list_filter(list_transform(list_transform(list_transform(
    list_transform(list_transform(parts, lambda p: regexp_replace(p, '[^0-9]', '', 'g')), lambda d: phone_plain(d)),
    lambda m: phone_core(m)), lambda n: phone_moved(n)), lambda n: phone_valid(n)), lambda n: n is not null));
create or replace temp macro phone_fault(t, numbers) as case
    when len(numbers) > 1 then 'phone_two'
    when phone_is_exponent(t) then 'phone_rounded'
    when regexp_full_match(t, '[^0-9]*(1[0-9]{2}|1[89]00[0-9]{0,6})[^0-9]*') then 'phone_not_personal'
    else 'phone_invalid' end;
