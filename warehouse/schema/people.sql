-- the people store: everything that names a citizen; encrypted at rest, attached for the moment
create table if not exists person (
    person_id bigint primary key, phone varchar, name varchar, birth_year integer, gender varchar, id_number varchar,
    commune_code varchar, address varchar
);
alter table people.person add column if not exists id_tail varchar;
create table if not exists person_name (person_id bigint, name varchar, primary key (person_id, name));
create table if not exists card_holder (person_id bigint, file_id varchar, primary key (person_id, file_id));
create table if not exists link (
    person_id bigint, other_id bigint, rule varchar, sure boolean, primary key (person_id, other_id)
);
create table if not exists link_decision (
    person_id bigint, other_id bigint, same boolean, made_by varchar, made_at timestamp
);
create table if not exists rejected (file_id varchar, row_no bigint, reasons varchar, raw varchar);
create table if not exists rejected_header (file_id varchar, name varchar, columns varchar);
create table if not exists erased (mark varchar primary key, erased_at timestamp);
create table if not exists secret (value varchar);
insert into secret select $secret where not exists (select 1 from secret);
create table if not exists saved_list (
    list_id varchar primary key, root_id varchar, case_number varchar, reason varchar, question varchar, list_rows integer,
    made_at timestamp, made_by varchar
);
create table if not exists saved_row (
    list_id varchar, row_code varchar, case_id bigint, contact_id bigint, sure_seconds bigint, probable_seconds bigint,
    possible_seconds bigint, first_meeting timestamp, last_meeting timestamp, priority integer, reasons varchar,
    district_code varchar, closest_kind varchar
);
create table if not exists seal (
    sha256 varchar, list_id varchar, list_rows integer, made_at timestamp, made_by varchar, primary key (sha256, list_id)
);
create table if not exists outcome (
    number bigint primary key, root_id varchar, row_code varchar, field varchar, value varchar, status varchar, file_name varchar,
    sha256 varchar, made_by varchar, made_at timestamp
);
