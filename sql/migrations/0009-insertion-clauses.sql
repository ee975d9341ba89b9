-- Insertion clauses: hours promised, hours worked. Everything here is added to, and nothing overwritten.

alter table imports
  drop constraint imports_kind_check,
  add constraint imports_kind_check check (kind in ('contracts', 'reference', 'plan', 'payments', 'hours'));

-- What was stated the same day is told apart by its order of arrival.
create sequence insertion_ranks;

create table insertion_clauses (
  id integer generated always as identity primary key,
  buyer_id text not null references buyers,
  -- Number and lot of the contract, which outlive its imports.
  source_id text,
  lot text,
  -- The contract a person pointed at, where its number is not enough: lots of one number, contracts without number.
  contract_group_id uuid,
  constraint insertion_clauses_contract check (source_id is not null or contract_group_id is not null)
);
create index insertion_clauses_by_contract on insertion_clauses (buyer_id, source_id);
create index insertion_clauses_by_group on insertion_clauses (contract_group_id);

-- The terms of a clause, whole, each time they change: the last version is in force.
create table insertion_clause_versions (
  clause_id integer not null references insertion_clauses,
  version integer not null,
  terms jsonb not null,
  author text,
  reason text,
  recorded_at timestamptz not null,
  primary key (clause_id, version)
);

-- Hours due: from a day on, a new total or an addition, with the method and its inputs.
create table insertion_dues (
  id bigint generated always as identity primary key,
  clause_id integer not null references insertion_clauses,
  effective_on date not null,
  event text not null,
  effect text not null check (effect in ('total', 'addition')),
  -- Hundredths of an hour.
  hundredths integer not null,
  inputs jsonb not null,
  note text,
  replaces bigint references insertion_dues,
  author text,
  recorded_at timestamptz not null
);
create index insertion_dues_by_clause on insertion_dues (clause_id);

-- Statements of hours done, by a person (a code, never a name) or in total. A correction is one more row of the same key.
create table insertion_hours (
  id bigint generated always as identity primary key,
  clause_id integer not null references insertion_clauses,
  key uuid not null,
  content_hash uuid not null,
  person text,
  period_from date not null,
  period_to date not null,
  hundredths integer not null check (hundredths >= 0),
  -- Of a total: how many people and employment contracts it is of.
  people integer,
  employment_contracts integer,
  publics text[] not null,
  hiring_form text,
  employer_siren text,
  supplier_id integer references suppliers,
  employment_form text,
  employment_reference text,
  is_qpv boolean,
  sex text,
  age_band text,
  qualification text,
  afterwards text,
  is_validated boolean,
  is_withdrawn boolean not null,
  -- The day it was stated, by the file (is_dated) or by being recorded, then its order of arrival.
  effective_on date not null,
  is_dated boolean not null,
  rank bigint not null,
  -- Decided from all the statements of the clause each time one comes or goes.
  standing text not null check (standing in ('counted', 'superseded', 'withdrawn', 'set-aside')),
  import_id bigint references imports,
  line integer,
  author text,
  reason text,
  recorded_at timestamptz not null,
  constraint insertion_hours_period check (period_from <= period_to),
  constraint insertion_hours_origin check ((import_id is null) = (line is null))
);
create unique index insertion_hours_by_content on insertion_hours (key, content_hash) where import_id is not null;
create index insertion_hours_by_clause on insertion_hours (clause_id, key);
create index insertion_hours_by_import on insertion_hours (import_id);
create index insertion_hours_by_supplier on insertion_hours (supplier_id);

-- The statements an import found already there, in chunks: what tells whether they outlive the import that brought them.
create table insertion_hour_sightings (
  import_id bigint not null references imports,
  rank bigint not null,
  seen_on date not null,
  seen_at timestamptz not null,
  hour_ids bigint[] not null,
  lines integer[] not null
);
create index insertion_hour_sightings_by_import on insertion_hour_sightings (import_id);

-- What companies and facilitators say of a clause: difficulties, decisions. Free notes, dated, never changed.
create table insertion_notes (
  id bigint generated always as identity primary key,
  clause_id integer not null references insertion_clauses,
  noted_on date not null,
  note text not null,
  author text,
  recorded_at timestamptz not null
);
create index insertion_notes_by_clause on insertion_notes (clause_id);
