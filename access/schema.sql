-- accounts of officials, one-time codes and sessions: the small store behind the sign-in; no citizen is in it
-- an account has a phone, or the issuer and subject of the province's own sign-on; secret and step are of an authenticator app
create table if not exists account (
    number integer primary key, phone text unique, name text not null, email text not null default '', role text not null,
    scope text not null default '', open integer not null default 1, made_at text not null, made_by text not null,
    issuer text, subject text, secret text, step integer not null default 0, unique (issuer, subject)
);
create table if not exists asked (
    hash text primary key, account integer references account (number), code text, address text not null, phone text not null,
    at text not null, tries integer not null default 0, done integer not null default 0
);
create index if not exists asked_at on asked (at);
create table if not exists session (
    hash text primary key, account integer references account (number), role text not null default '', began_at text not null,
    seen_at text not null, ended_at text
);
create table if not exists familiar (
    account integer not null references account (number), address text not null, at text not null, primary key (account, address)
);
