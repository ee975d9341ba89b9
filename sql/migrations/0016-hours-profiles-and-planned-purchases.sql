-- A profile says what the columns hold of a table of contracts or of hours; that of hours may be of one facilitator.
alter table mapping_profiles
  add column kind text not null default 'contracts' check (kind in ('contracts', 'hours')),
  add column facilitator text;
drop index mapping_profiles_by_layout;
create unique index mapping_profiles_by_layout
  on mapping_profiles (kind, fingerprint, coalesce(buyer_id, ''), coalesce(lower(facilitator), ''));

-- Hours entered by hand are few: when the last came dates the figures.
create index insertion_hours_by_hand on insertion_hours (recorded_at) where import_id is null;

-- A corrected statement names the import it takes the place of: lines it no longer has are withdrawn, and kept.
alter table insertion_hours add column replaces_import bigint references imports;
create index insertion_hours_replacing on insertion_hours (replaces_import) where replaces_import is not null;

-- What buyers mean to buy: entered or imported, never counted, only looked at for where a clause could come next.
create table planned_purchases (
  id integer generated always as identity primary key,
  buyer_id text not null,
  buyer_siren text,
  -- What names it in the list it comes from; a later list of the same buyer and reference says it again.
  reference text not null,
  title text not null,
  cpv text,
  family text,
  amount_cents bigint check (amount_cents >= 0),
  planned_on date not null,
  author text,
  recorded_at timestamptz not null,
  constraint planned_purchases_by_reference unique (buyer_id, reference),
  constraint planned_purchases_kind check (cpv is not null or family is not null)
);
create index planned_purchases_by_day on planned_purchases (planned_on);
create trigger note_write after insert or update or delete or truncate on planned_purchases
  for each statement execute function note_write();
