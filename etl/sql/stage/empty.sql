-- the stage's tables with no row yet, so that a load without some source runs the same statements
create table stage.no_scan ("at" timestamp, is_in boolean, phone bigint, alias varchar, name varchar, id_number varchar,
    id_tail varchar, birth_year integer, address varchar, venue_key varchar, venue_name varchar, app varchar,
    reasons varchar, raw varchar);
create table stage.no_visit (in_at timestamp, out_at timestamp, phone bigint, alias varchar, name varchar, id_number varchar,
    id_tail varchar, birth_year integer, address varchar, venue_key varchar, venue_name varchar, app varchar,
    reasons varchar, raw varchar);
create table stage.no_declaration ("at" timestamp, phone bigint, alias varchar, name varchar, id_number varchar,
    id_tail varchar, birth_year integer, gender varchar, commune_code varchar, address varchar, symptoms boolean, contact_case boolean,
    travel boolean, venue_key varchar, app varchar, reasons varchar, raw varchar);
create table stage.no_venue (code varchar, codes varchar, content varchar, name varchar, kind varchar, agency_code varchar,
    agency_name varchar, commune_code varchar, district_code varchar, address varchar, latitude double, longitude double,
    opens time, closes time, indoor boolean, registrant_name varchar, registrant_phone bigint, reasons varchar, raw varchar);
create table stage.no_agency (agency_code varchar, agency_name varchar, parent_code varchar, parent_name varchar,
    kind varchar, district_code varchar, sites_owed integer, reasons varchar, raw varchar);
create table stage.no_administrator (agency_code varchar, venue_code varchar, name varchar, position varchar, phone bigint,
    email varchar, stated_at date, ended boolean, reasons varchar, raw varchar);
create table stage.no_assessment (venue_key varchar, venue_name varchar, "at" timestamp, sector varchar,
    score double, level varchar, answers varchar, reasons varchar, raw varchar);
create table stage.no_case (case_code varchar, name varchar, phone bigint, alias varchar, id_number varchar,
    id_tail varchar, birth_year integer, onset date, sampled date, isolated timestamp, status varchar, reasons varchar, raw varchar);
create table stage.no_zone (unit_code varchar, tier varchar, valid_from date, level varchar, reason varchar, decided_by varchar,
    spread integer, adjoining boolean, scattered boolean, stated_at timestamp, reasons varchar, raw varchar);
create table stage.no_card (phone bigint, alias varchar, name varchar, id_number varchar, id_tail varchar, birth_year integer,
    reasons varchar, raw varchar);
create table stage.file (number integer, file_id varchar);
