-- names of communes and districts for comparing: without type, number signs and spelling variants
create or replace temp macro place_bare(t) as
    regexp_replace(fold(t), '^(thanh pho|thi tran|thi xa|phuong|huyen|quan|tinh|xa|tt|tp|tx|p|x|h|q)\s+', '');
create or replace temp macro place_word(t) as nullif(replace(place_bare(t), 'y', 'i'), '');
create or replace temp macro place_exact(t) as
    regexp_replace(lower(tidy(t)), '^(thành phố|thị trấn|thị xã|phường|huyện|quận|tỉnh|xã|tt\.?|tp\.?|tx\.?|p\.|x\.|h\.|q\.)\s*', '');
create or replace temp macro place_type(t) as case regexp_extract(fold(t), '^(thi tran|phuong|xa|tt|p|x)\s', 1)
    when 'thi tran' then 'tt' when 'tt' then 'tt' when 'phuong' then 'p' when 'p' then 'p' when 'xa' then 'x' when 'x' then 'x' end;
