-- Where the files of contracts say that buyers and holders are: said of the establishment, whatever the contract.

-- What each import says, so that it can be taken back: one row for each place said of one establishment.
create table import_places (
  import_id bigint not null references imports (id),
  buyer_id text,
  supplier_id integer,
  department text not null,
  commune text,
  constraint import_places_party check ((buyer_id is null) <> (supplier_id is null))
);
create index import_places_by_import on import_places (import_id);
create index import_places_by_supplier on import_places (supplier_id) where supplier_id is not null;
create index import_places_by_buyer on import_places (buyer_id) where buyer_id is not null;

create trigger note_write after insert or update or delete or truncate on import_places
  for each statement execute function note_write();

-- A list that says where a supplier is has the last word; what all files agree on stands in where no list does.
alter table suppliers rename column department to listed_department;
alter table suppliers add column published_department text, add column published_commune text;
alter table suppliers
  add column department text generated always as (coalesce(listed_department, published_department)) stored,
  add column commune text generated always as (
    case when coalesce(listed_department, published_department) = published_department then published_commune end
  ) stored;

alter table buyers add column department text, add column commune text;
