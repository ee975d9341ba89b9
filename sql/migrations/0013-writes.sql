-- Which state the data are in: one row for each transaction that wrote something an answer may rest on. Their number grows
-- with each of them and only once it is committed, so that two answers made at the same number rest on the same data.
create table writes (
  transaction_id xid8 not null default pg_current_xact_id(),
  started_at timestamptz not null default now(),
  primary key (transaction_id, started_at)
);

create function note_write() returns trigger language plpgsql as $$
begin
  insert into writes default values on conflict do nothing;
  return null;
end
$$;

-- A later table gets the same trigger in its own migration, unless no answer rests on it; a test holds it.
do $$
declare
  name text;
begin
  for name in
    select tablename from pg_tables
    where schemaname = current_schema() and tablename not in ('migrations', 'writes', 'idempotency_keys')
  loop
    execute format(
      'create trigger note_write after insert or update or delete or truncate on %I for each statement execute function note_write()',
      name
    );
  end loop;
end
$$;
