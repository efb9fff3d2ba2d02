-- the people store: everything that names a person; encrypted at rest, attached for the moment
create table if not exists person (
    person_id bigint primary key, phone varchar, name varchar, birth_year integer, gender varchar, id_number varchar,
    commune_code varchar, address varchar
);
create table if not exists administrator (
    agency_code varchar, venue_code varchar, name varchar, position varchar, phone varchar, email varchar, file_id varchar
);
create table if not exists rejected (file_id varchar, row_no bigint, reasons varchar, raw varchar);
create table if not exists rejected_header (file_id varchar, name varchar, columns varchar);
create table if not exists secret (value varchar);
insert into secret select $secret where not exists (select 1 from secret);
