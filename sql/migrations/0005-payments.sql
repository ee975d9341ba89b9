-- What buyers paid: lines of accounting exports, credit notes negative.

alter table imports
  drop constraint imports_kind_check,
  add constraint imports_kind_check check (kind in ('contracts', 'reference', 'plan', 'payments'));

create table payments (
  -- Named by its content and, of identical lines of a file, which copy it is.
  id uuid primary key,
  -- The first import that brought it, and its line there; the others are in payment_sightings.
  import_id bigint not null references imports,
  line integer not null,
  buyer_id text not null references buyers,
  buyer_siren text,
  entity text,
  supplier_scheme text,
  supplier_identifier text,
  supplier_name text,
  supplier_id integer references suppliers,
  amount_cents bigint not null,
  -- Amounts with and without tax are never added up.
  tax_basis text not null check (tax_basis in ('excluding-tax', 'including-tax', 'unknown')),
  -- First and last day it may have been paid on, both included: one day when it is known, both null when nothing is.
  spent_from date,
  spent_to date,
  category text,
  account text,
  contract_reference text,
  reference text,
  label text,
  constraint payments_period check ((spent_from is null) = (spent_to is null) and spent_from <= spent_to)
);
create index payments_by_buyer_siren on payments (buyer_siren, spent_from);
create index payments_by_buyer on payments (buyer_id, spent_from);
create index payments_by_supplier on payments (supplier_id);
create index payments_by_import on payments (import_id);

-- The payments an import found already there, in chunks: what tells whether they outlive the import that brought them.
create table payment_sightings (
  import_id bigint not null references imports,
  payment_ids uuid[] not null,
  lines integer[] not null
);
create index payment_sightings_by_import on payment_sightings (import_id);
