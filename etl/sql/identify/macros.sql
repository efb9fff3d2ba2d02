-- the pseudonym of a person: 60 bits of a keyed hash of a phone, or of what stands in its place
create or replace temp macro person_key(phone, alias) as coalesce(alias, 'p:' || phone);
create or replace temp macro person_id(phone, alias, secret) as
    ('0x' || substr(sha256(secret || ':' || person_key(phone, alias)), 1, 15))::bigint;
-- how well a name tells who is meant: several words go before marks, marks before length
create or replace temp macro name_rank(t) as (contains(t, ' '), strip_accents(t) <> t, length(t), t);
create or replace temp macro better_name(a, b) as
    case when a is null or b is null then coalesce(a, b) when name_rank(a) >= name_rank(b) then a else b end;
