alter table imports
  -- Whether the import noted all that undoing it takes: those made before this migration did not.
  add column is_traced boolean not null default false,
  -- The instant the import was taken back; its ledger and problems stay.
  add column undone_at timestamptz;
alter table imports alter column is_traced set default true;

-- The records an import found already there, with what a contract keeps of the import that brings it. In chunks: 21 bytes a
-- record and 0.2 s for 200 000, against 112 bytes and 1 s for a row each.
create table import_sightings (
  import_id bigint not null references imports,
  version integer not null,
  is_version_dated boolean not null,
  contract_ids uuid[] not null,
  lines integer[] not null
);
create index import_sightings_by_import on import_sightings (import_id);

-- The name an import gives to a buyer: that of the first import is retained.
create table import_buyers (
  buyer_id text not null references buyers on delete cascade,
  import_id bigint not null references imports,
  name text not null,
  primary key (buyer_id, import_id)
);
insert into import_buyers (buyer_id, import_id, name)
select b.id, min(c.import_id), b.name from buyers b join contracts c on c.buyer_id = b.id where b.name is not null group by b.id;

-- Facts that a list saw again, by the day they were seen before.
create table fact_sightings (
  import_id bigint not null references imports,
  seen_on date not null,
  fact_ids bigint[] not null
);
create index fact_sightings_by_import on fact_sightings (import_id);

-- Facts, open until then, that a list closed or renamed, as they were.
create table fact_changes (
  import_id bigint not null references imports,
  fact_id bigint not null references facts on delete cascade,
  valid_from date,
  valid_to date,
  name text,
  is_name_masked boolean not null,
  primary key (fact_id, import_id)
);
create index fact_changes_by_import on fact_changes (import_id);

-- Each plan as it was imported.
create table plan_versions (
  import_id bigint primary key references imports,
  plan_id text not null,
  content jsonb not null
);
create index plan_versions_by_plan on plan_versions (plan_id, import_id);
insert into plan_versions (import_id, plan_id, content)
select import_id, id, jsonb_build_object(
  'id', id, 'title', title, 'buyers', buyers, 'from', starts_on, 'to', ends_on, 'deliberation', deliberation,
  'targets', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', t.id, 'title', t.title, 'perimeter', t.perimeter, 'measure', t.measure, 'holders', t.holders, 'frameworks', t.frameworks,
      'values', (
        select coalesce(jsonb_agg(jsonb_build_object('year', v.year, 'minimumBasisPoints', v.minimum_basis_points) order by v.year), '[]')
        from target_values v where v.plan_id = t.plan_id and v.target_id = t.id
      )
    ) order by t.position), '[]')
    from targets t where t.plan_id = plans.id
  )
) from plans;
