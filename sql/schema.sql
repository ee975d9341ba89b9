-- Written by `npm run schema` from sql/migrations; a test compares it. Do not edit.

create table buyer_exclusions (
  buyer text not null,
  year smallint not null,
  counts_from date not null,
  concessions integer not null,
  call_offs integer not null,
  undated integer not null,
  constraint buyer_exclusions_pkey PRIMARY KEY (buyer, year, counts_from)
);

create table buyer_group_members (
  group_id text not null,
  buyer text not null,
  name text,
  constraint buyer_group_members_group_id_fkey FOREIGN KEY (group_id) REFERENCES buyer_groups(id) ON DELETE CASCADE,
  constraint buyer_group_members_pkey PRIMARY KEY (group_id, buyer)
);

create table buyer_groups (
  id text not null,
  title text not null,
  constraint buyer_groups_pkey PRIMARY KEY (id)
);

create table buyer_traits (
  buyer text not null,
  kind text not null,
  kind_from text not null,
  size_class text not null,
  department text not null,
  region text not null,
  constraint buyer_traits_kind_from_check CHECK ((kind_from = ANY (ARRAY['legal-category'::text, 'siren'::text, 'unknown'::text]))),
  constraint buyer_traits_pkey PRIMARY KEY (buyer)
);

create table buyer_years (
  buyer text not null,
  year smallint not null,
  counts_from date not null,
  contracts integer not null,
  cents bigint not null,
  out_of_value integer not null,
  yes integer[] not null,
  no integer[] not null,
  yes_cents bigint[] not null,
  no_cents bigint[] not null,
  constraint buyer_years_pkey PRIMARY KEY (buyer, year, counts_from)
);
CREATE INDEX buyer_years_by_year ON public.buyer_years USING btree (year);

create table buyers (
  id text not null,
  siren text,
  name text,
  department text,
  commune text,
  constraint buyers_pkey PRIMARY KEY (id)
);
CREATE INDEX buyers_by_siren ON public.buyers USING btree (siren);

create table contract_amendments (
  contract_id uuid not null,
  position smallint not null,
  amended_on date,
  published_on date,
  amount_cents bigint,
  amount_flag text,
  duration_months integer,
  object text,
  holders jsonb not null,
  constraint contract_amendments_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES contracts(id) ON DELETE CASCADE,
  constraint contract_amendments_pkey PRIMARY KEY (contract_id, "position")
);

create table contract_holders (
  contract_id uuid not null,
  position smallint not null,
  scheme text,
  identifier text,
  name text,
  supplier_id integer,
  constraint contract_holders_pkey PRIMARY KEY (contract_id, "position")
);
CREATE INDEX contract_holders_by_supplier ON public.contract_holders USING btree (supplier_id);
CREATE INDEX contract_holders_without_identifier ON public.contract_holders USING btree (contract_id) WHERE ((identifier IS NULL) AND (name IS NOT NULL));

create table contract_subcontracts (
  contract_id uuid not null,
  position smallint not null,
  scheme text,
  identifier text,
  name text,
  supplier_id integer,
  amount_cents bigint,
  amount_flag text,
  notified_on date,
  duration_months integer,
  constraint contract_subcontracts_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES contracts(id) ON DELETE CASCADE,
  constraint contract_subcontracts_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id),
  constraint contract_subcontracts_pkey PRIMARY KEY (contract_id, "position")
);
CREATE INDEX contract_subcontracts_by_supplier ON public.contract_subcontracts USING btree (supplier_id);

create table contract_tags (
  group_id uuid not null,
  tag text not null,
  constraint contract_tags_pkey PRIMARY KEY (group_id, tag)
);
CREATE INDEX contract_tags_by_tag ON public.contract_tags USING btree (tag, group_id);

create table contracts (
  id uuid not null,
  group_id uuid not null,
  import_id bigint not null,
  line integer not null,
  kind text not null,
  buyer_id text not null,
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
  counted_on date,
  version integer not null,
  is_version_dated boolean not null,
  is_superseded boolean not null,
  is_current boolean not null default false,
  framework_is_known boolean not null default false,
  has_call_offs boolean not null default false,
  constraint contracts_kind_check CHECK ((kind = ANY (ARRAY['contract'::text, 'framework'::text, 'call-off'::text, 'concession'::text]))),
  constraint contracts_pkey PRIMARY KEY (id)
);
CREATE INDEX contracts_by_buyer ON public.contracts USING btree (buyer_id, counted_on);
CREATE INDEX contracts_by_group ON public.contracts USING btree (group_id);
CREATE INDEX contracts_by_import ON public.contracts USING brin (import_id);
CREATE INDEX contracts_to_compare ON public.contracts USING btree (buyer_id) WHERE (is_superseded OR (version > 0));

create table data_changes (
  topic text not null,
  changed_at timestamp with time zone not null,
  constraint data_changes_pkey PRIMARY KEY (topic)
);

create table decision_reversals (
  decision_id integer not null,
  reason text not null,
  author text not null,
  created_at timestamp with time zone not null,
  constraint decision_reversals_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES decisions(id),
  constraint decision_reversals_pkey PRIMARY KEY (decision_id)
);

create table decisions (
  id integer not null generated always as identity,
  siren text not null,
  perimeter text not null,
  outcome text not null,
  reason text not null,
  document text not null,
  author text not null,
  valid_from date,
  valid_to date,
  created_at timestamp with time zone not null,
  constraint decisions_outcome_check CHECK ((outcome = ANY (ARRAY['yes'::text, 'no'::text]))),
  constraint decisions_perimeter_check CHECK ((perimeter = ANY (ARRAY['ess'::text, 'esus'::text, 'siae'::text, 'handicap'::text, 'inclusive'::text]))),
  constraint decisions_period CHECK ((valid_from <= valid_to)),
  constraint decisions_pkey PRIMARY KEY (id)
);
CREATE INDEX decisions_by_siren ON public.decisions USING btree (siren);

create table edition_files (
  edition_id integer not null,
  position smallint not null,
  name text not null,
  content bytea not null,
  constraint edition_files_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES editions(id),
  constraint edition_files_pkey PRIMARY KEY (edition_id, name)
);

create table edition_withdrawals (
  edition_id integer not null,
  reason text not null,
  author text not null,
  withdrawn_at timestamp with time zone not null,
  constraint edition_withdrawals_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES editions(id),
  constraint edition_withdrawals_pkey PRIMARY KEY (edition_id)
);

create table editions (
  id integer not null generated always as identity,
  kind text not null,
  buyer_id text not null,
  published_at timestamp with time zone not null,
  statement text not null,
  digest text not null,
  constraint editions_kind_check CHECK ((kind = ANY (ARRAY['report'::text, 'publication'::text]))),
  constraint editions_pkey PRIMARY KEY (id)
);
CREATE INDEX editions_by_buyer ON public.editions USING btree (buyer_id, id);

create table fact_changes (
  import_id bigint not null,
  fact_id bigint not null,
  valid_from date,
  valid_to date,
  name text,
  is_name_masked boolean not null,
  constraint fact_changes_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES facts(id) ON DELETE CASCADE,
  constraint fact_changes_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id),
  constraint fact_changes_pkey PRIMARY KEY (fact_id, import_id)
);
CREATE INDEX fact_changes_by_import ON public.fact_changes USING btree (import_id);

create table fact_sightings (
  import_id bigint not null,
  seen_on date not null,
  fact_ids bigint[] not null,
  constraint fact_sightings_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id)
);
CREATE INDEX fact_sightings_by_import ON public.fact_sightings USING btree (import_id);

create table facts (
  id bigint not null generated always as identity,
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
  import_id bigint not null,
  line integer not null,
  name_key text generated always as (name_key(name)) stored,
  constraint facts_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id),
  constraint facts_pkey PRIMARY KEY (id)
);
CREATE INDEX facts_by_name ON public.facts USING btree (name_key) WHERE (name_key IS NOT NULL);
CREATE INDEX facts_by_siren ON public.facts USING btree (siren);
CREATE UNIQUE INDEX facts_open ON public.facts USING btree (source, format, key) WHERE (closed_on IS NULL);

create table idempotency_keys (
  key text not null,
  fingerprint text not null,
  answer json not null,
  created_at timestamp with time zone not null,
  constraint idempotency_keys_pkey PRIMARY KEY (key)
);
CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (created_at);

create table import_buyers (
  buyer_id text not null,
  import_id bigint not null,
  name text not null,
  constraint import_buyers_buyer_id_fkey FOREIGN KEY (buyer_id) REFERENCES buyers(id) ON DELETE CASCADE,
  constraint import_buyers_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id),
  constraint import_buyers_pkey PRIMARY KEY (buyer_id, import_id)
);

create table import_places (
  import_id bigint not null,
  buyer_id text,
  supplier_id integer,
  department text not null,
  commune text,
  constraint import_places_party CHECK (((buyer_id IS NULL) <> (supplier_id IS NULL)))
);
CREATE INDEX import_places_by_buyer ON public.import_places USING btree (buyer_id) WHERE (buyer_id IS NOT NULL);
CREATE INDEX import_places_by_import ON public.import_places USING btree (import_id);
CREATE INDEX import_places_by_supplier ON public.import_places USING btree (supplier_id) WHERE (supplier_id IS NOT NULL);

create table import_problems (
  id bigint not null generated always as identity,
  import_id bigint not null,
  line integer not null,
  code text not null,
  is_rejection boolean not null,
  column_name text not null,
  value text not null,
  expected text not null,
  constraint import_problems_pkey PRIMARY KEY (id)
);
CREATE INDEX import_problems_by_import ON public.import_problems USING btree (import_id, id);

create table import_sightings (
  import_id bigint not null,
  version integer not null,
  is_version_dated boolean not null,
  contract_ids uuid[] not null,
  lines integer[] not null,
  constraint import_sightings_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id)
);
CREATE INDEX import_sightings_by_import ON public.import_sightings USING btree (import_id);

create table imports (
  id bigint not null generated always as identity,
  kind text not null,
  format text not null,
  file_name text not null,
  file_digest text not null,
  byte_size bigint not null,
  read_count integer not null default 0,
  stored_count integer not null default 0,
  updated_count integer not null default 0,
  unchanged_count integer not null default 0,
  rejected_count integer not null default 0,
  is_change boolean not null default false,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  is_traced boolean not null default true,
  undone_at timestamp with time zone,
  reading_digest text,
  not_kept_count integer not null default 0,
  closed_count integer not null default 0,
  sheets text[],
  sheet_rows integer[],
  constraint imports_kind_check CHECK ((kind = ANY (ARRAY['contracts'::text, 'reference'::text, 'plan'::text, 'payments'::text, 'hours'::text]))),
  constraint imports_no_row_is_lost CHECK (((finished_at IS NULL) OR (read_count = ((((stored_count + updated_count) + unchanged_count) + rejected_count) + not_kept_count)))),
  constraint imports_pkey PRIMARY KEY (id)
);

create table insertion_clause_versions (
  clause_id integer not null,
  version integer not null,
  terms jsonb not null,
  author text,
  reason text,
  recorded_at timestamp with time zone not null,
  constraint insertion_clause_versions_clause_id_fkey FOREIGN KEY (clause_id) REFERENCES insertion_clauses(id),
  constraint insertion_clause_versions_pkey PRIMARY KEY (clause_id, version)
);

create table insertion_clauses (
  id integer not null generated always as identity,
  buyer_id text not null,
  source_id text,
  lot text,
  contract_group_id uuid,
  constraint insertion_clauses_contract CHECK (((source_id IS NOT NULL) OR (contract_group_id IS NOT NULL))),
  constraint insertion_clauses_buyer_id_fkey FOREIGN KEY (buyer_id) REFERENCES buyers(id),
  constraint insertion_clauses_pkey PRIMARY KEY (id)
);
CREATE INDEX insertion_clauses_by_contract ON public.insertion_clauses USING btree (buyer_id, source_id);
CREATE INDEX insertion_clauses_by_group ON public.insertion_clauses USING btree (contract_group_id);

create table insertion_dues (
  id bigint not null generated always as identity,
  clause_id integer not null,
  effective_on date not null,
  event text not null,
  effect text not null,
  hundredths integer not null,
  inputs jsonb not null,
  note text,
  replaces bigint,
  author text,
  recorded_at timestamp with time zone not null,
  constraint insertion_dues_effect_check CHECK ((effect = ANY (ARRAY['total'::text, 'addition'::text]))),
  constraint insertion_dues_clause_id_fkey FOREIGN KEY (clause_id) REFERENCES insertion_clauses(id),
  constraint insertion_dues_replaces_fkey FOREIGN KEY (replaces) REFERENCES insertion_dues(id),
  constraint insertion_dues_pkey PRIMARY KEY (id)
);
CREATE INDEX insertion_dues_by_clause ON public.insertion_dues USING btree (clause_id);

create table insertion_hour_sightings (
  import_id bigint not null,
  rank bigint not null,
  seen_on date not null,
  seen_at timestamp with time zone not null,
  hour_ids bigint[] not null,
  lines integer[] not null,
  constraint insertion_hour_sightings_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id)
);
CREATE INDEX insertion_hour_sightings_by_import ON public.insertion_hour_sightings USING btree (import_id);

create table insertion_hours (
  id bigint not null generated always as identity,
  clause_id integer not null,
  key uuid not null,
  content_hash uuid not null,
  person text,
  period_from date not null,
  period_to date not null,
  hundredths integer not null,
  people integer,
  employment_contracts integer,
  publics text[] not null,
  hiring_form text,
  employer_siren text,
  supplier_id integer,
  employment_form text,
  employment_reference text,
  is_qpv boolean,
  sex text,
  age_band text,
  qualification text,
  afterwards text,
  is_validated boolean,
  is_withdrawn boolean not null,
  effective_on date not null,
  is_dated boolean not null,
  rank bigint not null,
  standing text not null,
  import_id bigint,
  line integer,
  author text,
  reason text,
  recorded_at timestamp with time zone not null,
  replaces_import bigint,
  constraint insertion_hours_hundredths_check CHECK ((hundredths >= 0)),
  constraint insertion_hours_origin CHECK (((import_id IS NULL) = (line IS NULL))),
  constraint insertion_hours_period CHECK ((period_from <= period_to)),
  constraint insertion_hours_standing_check CHECK ((standing = ANY (ARRAY['counted'::text, 'superseded'::text, 'withdrawn'::text, 'set-aside'::text]))),
  constraint insertion_hours_clause_id_fkey FOREIGN KEY (clause_id) REFERENCES insertion_clauses(id),
  constraint insertion_hours_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id),
  constraint insertion_hours_replaces_import_fkey FOREIGN KEY (replaces_import) REFERENCES imports(id),
  constraint insertion_hours_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id),
  constraint insertion_hours_pkey PRIMARY KEY (id)
);
CREATE INDEX insertion_hours_by_clause ON public.insertion_hours USING btree (clause_id, key);
CREATE INDEX insertion_hours_by_hand ON public.insertion_hours USING btree (recorded_at) WHERE (import_id IS NULL);
CREATE INDEX insertion_hours_by_import ON public.insertion_hours USING btree (import_id);
CREATE INDEX insertion_hours_by_supplier ON public.insertion_hours USING btree (supplier_id);
CREATE INDEX insertion_hours_replacing ON public.insertion_hours USING btree (replaces_import) WHERE (replaces_import IS NOT NULL);
CREATE UNIQUE INDEX insertion_hours_by_content ON public.insertion_hours USING btree (key, content_hash) WHERE (import_id IS NOT NULL);

create table insertion_notes (
  id bigint not null generated always as identity,
  clause_id integer not null,
  noted_on date not null,
  note text not null,
  author text,
  recorded_at timestamp with time zone not null,
  constraint insertion_notes_clause_id_fkey FOREIGN KEY (clause_id) REFERENCES insertion_clauses(id),
  constraint insertion_notes_pkey PRIMARY KEY (id)
);
CREATE INDEX insertion_notes_by_clause ON public.insertion_notes USING btree (clause_id);

create table list_entries (
  source text not null,
  format text not null,
  entries integer not null,
  constraint list_entries_pkey PRIMARY KEY (source, format)
);

create table mapping_profiles (
  id integer not null generated always as identity,
  name text not null,
  fingerprint text not null,
  buyer_id text,
  columns jsonb not null,
  created_by text,
  created_at timestamp with time zone not null,
  kind text not null default 'contracts'::text,
  facilitator text,
  constraint mapping_profiles_kind_check CHECK ((kind = ANY (ARRAY['contracts'::text, 'hours'::text]))),
  constraint mapping_profiles_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX mapping_profiles_by_layout ON public.mapping_profiles USING btree (kind, fingerprint, COALESCE(buyer_id, ''::text), COALESCE(lower(facilitator), ''::text));

create table migrations (
  name text not null,
  digest text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (name)
);

create table moved_suppliers (
  supplier_id integer not null,
  reclassification_id integer not null,
  move integer not null,
  constraint moved_suppliers_pkey PRIMARY KEY (supplier_id, reclassification_id, move)
);
CREATE INDEX moved_suppliers_by_move ON public.moved_suppliers USING btree (reclassification_id, move);

create table name_choices (
  id integer not null generated always as identity,
  scope text not null,
  name_key text not null,
  name text not null,
  choice text not null,
  siren text,
  reason text not null,
  author text not null,
  created_at timestamp with time zone not null,
  constraint name_choices_choice_check CHECK ((choice = ANY (ARRAY['link'::text, 'refuse'::text, 'unlink'::text]))),
  constraint name_choices_siren CHECK (((siren IS NULL) = (choice = 'unlink'::text))),
  constraint name_choices_pkey PRIMARY KEY (id)
);
CREATE INDEX name_choices_by_name ON public.name_choices USING btree (scope, name_key);

create table payment_sightings (
  import_id bigint not null,
  payment_ids uuid[] not null,
  lines integer[] not null,
  constraint payment_sightings_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id)
);
CREATE INDEX payment_sightings_by_import ON public.payment_sightings USING btree (import_id);

create table payments (
  id uuid not null,
  import_id bigint not null,
  line integer not null,
  buyer_id text not null,
  buyer_siren text,
  entity text,
  supplier_scheme text,
  supplier_identifier text,
  supplier_name text,
  supplier_id integer,
  amount_cents bigint not null,
  tax_basis text not null,
  spent_from date,
  spent_to date,
  category text,
  account text,
  contract_reference text,
  reference text,
  label text,
  constraint payments_period CHECK ((((spent_from IS NULL) = (spent_to IS NULL)) AND (spent_from <= spent_to))),
  constraint payments_tax_basis_check CHECK ((tax_basis = ANY (ARRAY['excluding-tax'::text, 'including-tax'::text, 'unknown'::text]))),
  constraint payments_buyer_id_fkey FOREIGN KEY (buyer_id) REFERENCES buyers(id),
  constraint payments_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id),
  constraint payments_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id),
  constraint payments_pkey PRIMARY KEY (id)
);
CREATE INDEX payments_by_buyer ON public.payments USING btree (buyer_id, spent_from);
CREATE INDEX payments_by_buyer_siren ON public.payments USING btree (buyer_siren, spent_from);
CREATE INDEX payments_by_import ON public.payments USING btree (import_id);
CREATE INDEX payments_by_supplier ON public.payments USING btree (supplier_id);
CREATE INDEX payments_without_identifier ON public.payments USING btree (buyer_id) WHERE ((supplier_identifier IS NULL) AND (supplier_name IS NOT NULL));

create table plan_versions (
  import_id bigint not null,
  plan_id text not null,
  content jsonb not null,
  constraint plan_versions_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id),
  constraint plan_versions_pkey PRIMARY KEY (import_id)
);
CREATE INDEX plan_versions_by_plan ON public.plan_versions USING btree (plan_id, import_id);

create table planned_purchases (
  id integer not null generated always as identity,
  buyer_id text not null,
  buyer_siren text,
  reference text not null,
  title text not null,
  cpv text,
  family text,
  amount_cents bigint,
  planned_on date not null,
  author text,
  recorded_at timestamp with time zone not null,
  constraint planned_purchases_amount_cents_check CHECK ((amount_cents >= 0)),
  constraint planned_purchases_kind CHECK (((cpv IS NOT NULL) OR (family IS NOT NULL))),
  constraint planned_purchases_pkey PRIMARY KEY (id),
  constraint planned_purchases_by_reference UNIQUE (buyer_id, reference)
);
CREATE INDEX planned_purchases_by_day ON public.planned_purchases USING btree (planned_on);

create table plans (
  id text not null,
  title text not null,
  buyers text[] not null,
  starts_on date not null,
  ends_on date not null,
  deliberation jsonb,
  import_id bigint not null,
  constraint plans_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id),
  constraint plans_pkey PRIMARY KEY (id)
);

create table profiles (
  id integer not null generated always as identity,
  signature uuid not null,
  has_siren boolean not null,
  facts jsonb not null,
  legal_family text not null default 'unknown'::text,
  conflicts text[] not null default '{}'::text[],
  constraint profiles_pkey PRIMARY KEY (id),
  constraint profiles_signature_key UNIQUE (signature)
);

create table reclassifications (
  id integer not null generated always as identity,
  cause text not null,
  import_id bigint,
  decision_id integer,
  rules_version_before integer,
  rules_version integer not null,
  complete_lists jsonb not null,
  made_at timestamp with time zone not null,
  constraint reclassifications_cause CHECK ((((import_id IS NOT NULL) = (cause = ANY (ARRAY['list'::text, 'enrichment'::text, 'undo'::text]))) AND ((decision_id IS NOT NULL) = (cause = ANY (ARRAY['decision'::text, 'decision-reverted'::text]))) AND ((rules_version_before IS NOT NULL) = (cause = 'rules'::text)))),
  constraint reclassifications_cause_check CHECK ((cause = ANY (ARRAY['list'::text, 'enrichment'::text, 'undo'::text, 'decision'::text, 'decision-reverted'::text, 'rules'::text]))),
  constraint reclassifications_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES decisions(id),
  constraint reclassifications_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id),
  constraint reclassifications_pkey PRIMARY KEY (id)
);

create table reference_lists (
  id bigint not null generated always as identity,
  import_id bigint not null,
  source text not null,
  format text not null,
  listed_on date not null,
  is_complete boolean not null,
  covers text not null,
  constraint reference_lists_source_check CHECK ((source = ANY (ARRAY['sirene'::text, 'ess-france'::text, 'cress'::text, 'esus'::text, 'siae'::text, 'handicap'::text, 'finess'::text, 'company-search'::text]))),
  constraint reference_lists_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id),
  constraint reference_lists_pkey PRIMARY KEY (id)
);
CREATE INDEX reference_lists_by_source ON public.reference_lists USING btree (source, listed_on DESC, id DESC);

create table stored_figures (
  name text not null,
  method text not null,
  latest_day date not null default 'infinity'::date,
  constraint stored_figures_pkey PRIMARY KEY (name)
);

create table supplier_names (
  supplier_id integer not null,
  is_listed boolean not null,
  plain text not null,
  name text not null,
  name_key text generated always as (name_key(name)) stored
);
CREATE INDEX supplier_names_by_key ON public.supplier_names USING btree (name_key) WHERE (name_key IS NOT NULL);
CREATE INDEX supplier_names_by_supplier ON public.supplier_names USING btree (supplier_id);

create table supplier_spend (
  supplier_id integer not null,
  payments integer not null,
  cents bigint not null,
  constraint supplier_spend_pkey PRIMARY KEY (supplier_id)
);

create table supplier_totals (
  supplier_id integer not null,
  contracts integer not null,
  cents bigint not null,
  constraint supplier_totals_pkey PRIMARY KEY (supplier_id)
);

create table suppliers (
  id integer not null generated always as identity,
  scheme text not null,
  identifier text not null,
  siren text,
  profile_id integer,
  listed_department text,
  is_name_masked boolean not null default false,
  published_department text,
  published_commune text,
  department text generated always as (COALESCE(listed_department, published_department)) stored,
  commune text generated always as (
CASE
    WHEN (COALESCE(listed_department, published_department) = published_department) THEN published_commune
    ELSE NULL::text
END) stored,
  constraint suppliers_profile_id_fkey FOREIGN KEY (profile_id) REFERENCES profiles(id),
  constraint suppliers_pkey PRIMARY KEY (id),
  constraint suppliers_scheme_identifier_key UNIQUE (scheme, identifier)
);
CREATE INDEX suppliers_by_profile ON public.suppliers USING btree (profile_id);
CREATE INDEX suppliers_by_siren ON public.suppliers USING btree (siren);

create table transitions (
  cpv_prefix text not null,
  transition text not null,
  constraint transitions_cpv_prefix_check CHECK ((cpv_prefix ~ '^[0-9]{2,8}$'::text)),
  constraint transitions_transition_check CHECK ((transition = ANY (ARRAY['demographic'::text, 'societal'::text, 'economic'::text, 'ecological'::text, 'digital'::text, 'none'::text]))),
  constraint transitions_pkey PRIMARY KEY (cpv_prefix, transition)
);

create table verdict_moves (
  reclassification_id integer not null,
  move integer not null,
  perimeter text not null,
  valid_from date not null,
  valid_to date not null,
  outcome_before text not null,
  outcome_after text not null,
  rule_before text,
  rule_after text,
  constraint verdict_moves_moved CHECK ((outcome_before <> outcome_after)),
  constraint verdict_moves_reclassification_id_fkey FOREIGN KEY (reclassification_id) REFERENCES reclassifications(id),
  constraint verdict_moves_pkey PRIMARY KEY (reclassification_id, move, perimeter, valid_from)
);

create table verdicts (
  profile_id integer not null,
  perimeter text not null,
  valid_from date not null,
  valid_to date not null,
  outcome text not null,
  rule text,
  missing text[] not null,
  evidence jsonb not null,
  rules_version integer not null,
  decided_at timestamp with time zone not null,
  constraint verdicts_outcome_check CHECK ((outcome = ANY (ARRAY['yes'::text, 'no'::text, 'undetermined'::text]))),
  constraint verdicts_profile_id_fkey FOREIGN KEY (profile_id) REFERENCES profiles(id) ON DELETE CASCADE,
  constraint verdicts_pkey PRIMARY KEY (profile_id, perimeter, valid_from)
);

create table writes (
  transaction_id xid8 not null default pg_current_xact_id(),
  started_at timestamp with time zone not null default now(),
  constraint writes_pkey PRIMARY KEY (transaction_id, started_at)
);
