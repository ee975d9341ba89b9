-- What was published, frozen. Rows are added and never changed: a withdrawal is one more row.
create table editions (
  id integer generated always as identity primary key,
  kind text not null check (kind in ('report', 'publication')),
  buyer_id text not null,
  published_at timestamptz not null,
  -- Canonical JSON of all that is sealed: title, author, note, parameters, versions, sources, plans, and the digest of each file.
  statement text not null,
  -- SHA-256 of the statement, in hexadecimal.
  digest text not null
);
create index editions_by_buyer on editions (buyer_id, id);

-- The files of an edition, byte for byte.
create table edition_files (
  edition_id integer not null references editions,
  position smallint not null,
  name text not null,
  content bytea not null,
  primary key (edition_id, name)
);

create table edition_withdrawals (
  edition_id integer primary key references editions,
  reason text not null,
  author text not null,
  withdrawn_at timestamptz not null
);

create trigger note_write after insert or update or delete or truncate on editions
  for each statement execute function note_write();
create trigger note_write after insert or update or delete or truncate on edition_files
  for each statement execute function note_write();
create trigger note_write after insert or update or delete or truncate on edition_withdrawals
  for each statement execute function note_write();
