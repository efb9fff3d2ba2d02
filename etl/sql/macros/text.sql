-- words: tidied for showing, folded for comparing (as rules/text.py does)
create or replace temp macro tidy(t) as
    nullif(trim(regexp_replace(nfc_normalize(t), '[\s\x{00A0}\x{200B}\x{FEFF}]+', ' ', 'g')), '');
create or replace temp macro fold(t) as
    trim(regexp_replace(replace(strip_accents(lower(nfc_normalize(t))), 'đ', 'd'), '[^\pL\pN]+', ' ', 'g'));
-- one address, as rules/email.py says it in Python
create or replace temp macro email_valid(t) as regexp_full_match(t,
    '[A-Za-z0-9_%+''-]+(\.[A-Za-z0-9_%+''-]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}');
create or replace temp macro fault(wrong, code, named) as case when wrong then code || '|' || named || '|' end;
create or replace temp macro is_blank(t) as regexp_full_match(t, '[\s\x{00A0}\x{1F}]*');
create or replace temp macro reasons(faults, raw) as case when is_blank(raw) then 'blank' else faults end;
