-- What a buyer's contracts of a year add up to, by the method that figures have by default, so that buyers are compared without reading
-- every contract of the nation. Refreshed in the transaction that changes the contracts or the verdicts. `yes` and `no` (contracts, then
-- cents) have one place for each perimeter; what is neither is undetermined. `counts_from`: '-infinity', or the day of contracts that
-- were still to come when the row was written.
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
  primary key (buyer, year, counts_from)
);
create index buyer_years_by_year on buyer_years (year);

-- What tells buyers of a kind: by SIREN, or by identifier where it holds none. `kind_from`: how the kind is known.
create table buyer_traits (
  buyer text primary key,
  kind text not null,
  kind_from text not null check (kind_from in ('legal-category', 'siren', 'unknown')),
  size_class text not null,
  department text not null,
  region text not null
);

-- How the figures stored here were counted: other words than those of the code say that they must be counted again.
create table stored_figures (
  name text primary key,
  method text not null
);

-- Entries that each list has in force, which every figure quotes: counting them took longer than the figure.
create table list_entries (
  source text not null,
  format text not null,
  entries integer not null,
  primary key (source, format)
);

create trigger note_write after insert or update or delete or truncate on buyer_years for each statement execute function note_write();
create trigger note_write after insert or update or delete or truncate on buyer_traits for each statement execute function note_write();
create trigger note_write after insert or update or delete or truncate on stored_figures for each statement execute function note_write();
create trigger note_write after insert or update or delete or truncate on list_entries for each statement execute function note_write();
