-- Amounts are integer cents excluding tax. A null is "not known", never zero nor "no".

create table imports (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('contracts', 'reference', 'plan')),
  format text not null,
  file_name text not null,
  file_digest text not null,
  byte_size bigint not null,
  read_count integer not null default 0,
  stored_count integer not null default 0,
  updated_count integer not null default 0,
  unchanged_count integer not null default 0,
  rejected_count integer not null default 0,
  -- Whether the data, or what they mean, changed: the last such import dates every figure.
  is_change boolean not null default false,
  started_at timestamptz not null,
  finished_at timestamptz,
  constraint imports_no_row_is_lost check (
    finished_at is null
    or read_count = stored_count + updated_count + unchanged_count + rejected_count
  )
);

create table import_problems (
  id bigint generated always as identity primary key,
  import_id bigint not null references imports on delete cascade,
  line integer not null,
  code text not null,
  is_rejection boolean not null,
  column_name text not null,
  value text not null,
  expected text not null
);
create index import_problems_by_import on import_problems (import_id, id);

create table buyers (
  id text primary key,
  siren text,
  name text
);
create index buyers_by_siren on buyers (siren);

-- Suppliers whose sources say the same share one profile: verdicts are decided once per profile, not per supplier.
create table profiles (
  id integer generated always as identity primary key,
  signature uuid not null unique,
  has_siren boolean not null,
  facts jsonb not null
);

create table verdicts (
  profile_id integer not null references profiles on delete cascade,
  perimeter text not null,
  valid_from date not null,
  valid_to date not null,
  outcome text not null check (outcome in ('yes', 'no', 'undetermined')),
  rule text,
  missing text[] not null,
  evidence jsonb not null,
  rules_version integer not null,
  decided_at timestamptz not null,
  primary key (profile_id, perimeter, valid_from)
);

-- One row per identifier that holds contracts: an establishment (SIRET), a legal unit (SIREN) or a foreign identifier.
create table suppliers (
  id integer generated always as identity primary key,
  scheme text not null,
  identifier text not null,
  siren text,
  profile_id integer references profiles,
  unique (scheme, identifier)
);
create index suppliers_by_siren on suppliers (siren);

-- Every distinct record read. Records of one group are versions of one contract, or lots told apart by object or amount.
create table contracts (
  id uuid primary key,
  group_id uuid not null,
  import_id bigint not null references imports,
  line integer not null,
  kind text not null check (kind in ('contract', 'framework', 'call-off', 'concession')),
  buyer_id text not null references buyers,
  buyer_siren text,
  source_id text,
  lot text,
  object text,
  nature text,
  procedure text,
  cpv text,
  framework_id text,
  place_code text,
  place_code_type text,
  place_name text,
  duration_months integer,
  notified_on date,
  published_on date,
  initial_amount_cents bigint,
  initial_amount_flag text,
  amount_cents bigint,
  amount_flag text,
  price_form text,
  ccag text,
  group_type text,
  offers_received integer,
  innovative boolean,
  advance boolean,
  advance_rate numeric,
  subcontracting_declared boolean,
  eu_origin numeric,
  french_origin numeric,
  techniques text[],
  execution_modes text[],
  price_types text[],
  social_considerations text[],
  environmental_considerations text[],
  amendment_count integer not null,
  filled_count integer not null,
  -- The day the contract was first notified: the year it counts in.
  counted_on date,
  -- Rank of a version read without its version 0; 0 everywhere else.
  version integer not null,
  is_version_dated boolean not null,
  is_superseded boolean not null,
  is_current boolean not null default false,
  framework_is_known boolean not null default false,
  has_call_offs boolean not null default false
);
create index contracts_by_group on contracts (group_id);
create index contracts_by_buyer_siren on contracts (buyer_siren, counted_on) where is_current;
create index contracts_by_buyer on contracts (buyer_id, counted_on) where is_current;
create index contracts_by_source_id on contracts (buyer_id, source_id);
create index contracts_to_compare on contracts (buyer_id) where is_superseded or version > 0;
create index contracts_by_import on contracts (import_id);

create table contract_holders (
  contract_id uuid not null references contracts on delete cascade,
  position smallint not null,
  scheme text,
  identifier text,
  name text,
  supplier_id integer references suppliers,
  primary key (contract_id, position)
);
create index contract_holders_by_supplier on contract_holders (supplier_id);

create table contract_amendments (
  contract_id uuid not null references contracts on delete cascade,
  position smallint not null,
  amended_on date,
  published_on date,
  amount_cents bigint,
  amount_flag text,
  duration_months integer,
  object text,
  holders jsonb not null,
  primary key (contract_id, position)
);

create table contract_subcontracts (
  contract_id uuid not null references contracts on delete cascade,
  position smallint not null,
  scheme text,
  identifier text,
  name text,
  supplier_id integer references suppliers,
  amount_cents bigint,
  amount_flag text,
  notified_on date,
  duration_months integer,
  primary key (contract_id, position)
);
create index contract_subcontracts_by_supplier on contract_subcontracts (supplier_id);

create table reference_lists (
  id bigint generated always as identity primary key,
  import_id bigint not null references imports,
  source text not null check (source in ('sirene', 'ess-france', 'esus', 'siae')),
  format text not null,
  listed_on date not null,
  is_complete boolean not null,
  covers text not null
);
create index reference_lists_by_source on reference_lists (source, listed_on desc, id desc);

-- What a source says of a legal unit or establishment. A fact is closed, never deleted, when a newer list changes or drops it.
create table facts (
  id bigint generated always as identity primary key,
  source text not null,
  format text not null,
  key text not null,
  siren text not null,
  siret text,
  statement jsonb not null,
  name text,
  is_name_masked boolean not null default false,
  details jsonb not null,
  valid_from date,
  valid_to date,
  first_seen_on date not null,
  seen_on date not null,
  closed_on date,
  import_id bigint not null references imports,
  line integer not null
);
create unique index facts_open on facts (source, format, key) where closed_on is null;
create index facts_by_siren on facts (siren);

create table plans (
  id text primary key,
  title text not null,
  buyers text[] not null,
  starts_on date not null,
  ends_on date not null,
  deliberation jsonb,
  import_id bigint not null references imports
);

create table targets (
  plan_id text not null references plans on delete cascade,
  id text not null,
  position smallint not null,
  title text not null,
  perimeter text not null,
  measure text not null,
  holders text not null,
  frameworks text not null,
  primary key (plan_id, id)
);

create table target_values (
  plan_id text not null,
  target_id text not null,
  year integer not null,
  minimum_basis_points integer not null check (minimum_basis_points between 0 and 10000),
  primary key (plan_id, target_id, year),
  foreign key (plan_id, target_id) references targets on delete cascade
);
