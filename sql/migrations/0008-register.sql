-- Names are searched without their accents, and near misses are found: two extensions that come with PostgreSQL itself.
do $$ begin
  create extension if not exists unaccent;
  create extension if not exists pg_trgm;
exception
  when insufficient_privilege then
    raise exception 'Le compte de DATABASE_URL n''a pas le droit de créer les extensions unaccent et pg_trgm, qui servent à chercher un fournisseur par son nom. Faites exécuter sur cette base, par un compte qui en a le droit : CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm; puis recommencez. Rien n''a été changé.';
  when undefined_file or feature_not_supported then
    raise exception 'Ce serveur PostgreSQL n''a pas les extensions unaccent et pg_trgm, qui servent à chercher un fournisseur par son nom. Installez les extensions livrées avec PostgreSQL (paquet « postgresql-contrib » de votre système), puis recommencez. Rien n''a été changé.';
end $$;

-- A name as it is compared: without accents nor capitals, and no longer than any name of a register. Punctuation stays: replacing it
-- takes ten times as long (94 000 names: 730 ms instead of 60).
create function plain_name(name text) returns text language sql stable parallel safe
  as $$ select lower(unaccent(left(name, 300))) $$;

-- What suppliers are called in the records that name them, and in the lists. Kept in step by what changes either.
create table supplier_names (
  supplier_id integer not null,
  is_listed boolean not null,
  plain text not null,
  name text not null
);
create index supplier_names_by_supplier on supplier_names (supplier_id);

-- What each supplier holds: current contracts, at one establishment of each legal unit, and the cents of their usable amounts.
create table supplier_totals (
  supplier_id integer primary key,
  contracts integer not null,
  cents bigint not null
);

-- What each supplier was paid, whatever the tax.
create table supplier_spend (
  supplier_id integer primary key,
  payments integer not null,
  cents bigint not null
);

-- Said by the lists of the legal unit.
alter table suppliers
  add column department text,
  add column is_name_masked boolean not null default false;

-- Decided with the verdicts, to be filtered on.
alter table profiles
  add column legal_family text not null default 'unknown',
  add column conflicts text[] not null default '{}';

-- What a person decided, in place of the lists. Nothing is ever changed: taking one back is another row.
create table decisions (
  id integer generated always as identity primary key,
  siren text not null,
  perimeter text not null check (perimeter in ('ess', 'esus', 'siae', 'handicap', 'inclusive')),
  outcome text not null check (outcome in ('yes', 'no')),
  reason text not null,
  document text not null,
  author text not null,
  valid_from date,
  valid_to date,
  created_at timestamptz not null,
  constraint decisions_period check (valid_from <= valid_to)
);
create index decisions_by_siren on decisions (siren);

create table decision_reversals (
  decision_id integer primary key references decisions (id),
  reason text not null,
  author text not null,
  created_at timestamptz not null
);

-- The suppliers of a database that is older than their register.
insert into supplier_names (supplier_id, is_listed, plain, name)
select supplier_id, false, plain_name(name), min(left(name, 300)) from (
  select supplier_id, name from contract_holders
  union select supplier_id, name from contract_subcontracts
  union select supplier_id, supplier_name from payments
) as named where supplier_id is not null and name is not null group by 1, 3;

insert into supplier_totals (supplier_id, contracts, cents)
select supplier_id, count(*), coalesce(sum(cents), 0) from (
  select distinct on (c.id, coalesce(s.siren, s.id::text)) h.supplier_id, case when c.amount_flag is null then c.amount_cents end as cents
  from contract_holders h join suppliers s on s.id = h.supplier_id join contracts c on c.id = h.contract_id and c.is_current
  order by c.id, coalesce(s.siren, s.id::text), h.position
) as held group by supplier_id;

insert into supplier_spend (supplier_id, payments, cents)
select supplier_id, count(*), sum(amount_cents) from payments where supplier_id is not null group by supplier_id;
