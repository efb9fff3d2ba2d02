-- the store of officials: whom agencies name, how they were reminded; encrypted at rest, attached for the moment
create table if not exists administrator (
    agency_code varchar, venue_code varchar, name varchar, position varchar, phone varchar, email varchar, file_id varchar,
    number bigint, stated_at date, ended boolean
);
create table if not exists reminder (
    number bigint primary key, agency_code varchar, round integer, day date, reasons varchar, note varchar, made_by varchar,
    made_at timestamp, withdraws bigint
);
alter table office.reminder add column if not exists written date;
create table if not exists rejected (file_id varchar, row_no bigint, reasons varchar, raw varchar);
create table if not exists rejected_header (file_id varchar, name varchar, columns varchar);
create table if not exists erased (mark varchar primary key, erased_at timestamp);
create table if not exists secret (value varchar);
insert into secret select $secret where not exists (select 1 from secret);
