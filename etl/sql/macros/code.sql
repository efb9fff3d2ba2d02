-- the venue's code in a cell: in our own form, in that of the setting qr_payload, or as it stands (docs/qr.md, rules/qr.py)
create or replace temp macro code_within(t, head, tail) as case
    when starts_with(t, 'VAORA:1:V:') then substr(t, 11)
    when starts_with(t, head) and ends_with(t, tail) and length(t) > length(head) + length(tail)
        then substr(t, length(head) + 1, length(t) - length(head) - length(tail))
    else t end;
create or replace temp macro code_of(t) as
    nullif(code_within(upper(trim(t)), upper(getvariable('qr_head')), upper(getvariable('qr_tail'))), '');
create or replace temp macro venue_key(code, name) as coalesce(code_of(code), 'ten:' || nullif(fold(name), ''));
-- the code of a venue that comes without one: always the same for the same venue, so that its list may be loaded again
create or replace temp macro new_code(name, address, place) as 'VR' || getvariable('province')
    || upper(substr(sha256(concat_ws(chr(31), fold(name), coalesce(fold(address), ''), coalesce(place, ''))), 1, 12));
create or replace temp macro qr_content(code) as getvariable('qr_head') || code || getvariable('qr_tail');
