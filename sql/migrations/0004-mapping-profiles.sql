-- What each column of a buyer's own table holds, said once by a person and applied to every file of the same titles.
create table mapping_profiles (
  id integer generated always as identity primary key,
  name text not null,
  -- Names the set of titles, whatever their case, accents and order.
  fingerprint text not null,
  -- The buyer of every row where the file names none; null: the file names it.
  buyer_id text,
  -- [{"column": title as written, "field": what it holds, or null when it is ignored}], in the order of the file.
  columns jsonb not null,
  created_by text,
  created_at timestamptz not null
);
create unique index mapping_profiles_by_layout on mapping_profiles (fingerprint, coalesce(buyer_id, ''));
