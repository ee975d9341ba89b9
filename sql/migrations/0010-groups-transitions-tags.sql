-- A group of buyers with a name: an intercommunal body and its communes, or any other.
create table buyer_groups (
  id text primary key,
  title text not null
);

-- A member is a SIREN (every establishment) or the SIRET of one establishment.
create table buyer_group_members (
  group_id text not null references buyer_groups (id) on delete cascade,
  buyer text not null,
  name text,
  primary key (group_id, buyer)
);

-- Which transitions a purchase serves, by the beginning of its CPV code: the longest beginning known decides.
create table transitions (
  cpv_prefix text not null check (cpv_prefix ~ '^[0-9]{2,8}$'),
  transition text not null check (transition in ('demographic', 'societal', 'economic', 'ecological', 'digital', 'none')),
  primary key (cpv_prefix, transition)
);

-- Where to start from; each buyer edits it. Divisions that serve none in particular are left out.
insert into transitions (cpv_prefix, transition) values
  ('03', 'ecological'), ('0931', 'ecological'), ('0933', 'ecological'), ('15', 'ecological'), ('302', 'digital'), ('32', 'digital'),
  ('33', 'demographic'), ('3411', 'ecological'), ('3443', 'ecological'), ('41', 'ecological'), ('45222', 'ecological'),
  ('45232', 'ecological'), ('4532', 'ecological'), ('48', 'digital'), ('60', 'ecological'), ('642', 'digital'), ('66', 'economic'),
  ('71314', 'ecological'), ('7131', 'ecological'), ('72', 'digital'), ('73', 'economic'), ('77', 'ecological'), ('79', 'economic'),
  ('796', 'societal'), ('80', 'societal'), ('85', 'demographic'), ('8531', 'demographic'), ('8531', 'societal'),
  ('90', 'ecological'), ('92', 'societal'), ('98', 'societal');

-- Words that agents put on contracts. They follow a contract through its corrections: its group, not one record of it.
create table contract_tags (
  group_id uuid not null,
  tag text not null,
  primary key (group_id, tag)
);
create index contract_tags_by_tag on contract_tags (tag, group_id);

-- When what agents enter beside imports last changed: with the imports, the version of the data.
create table data_changes (
  topic text primary key,
  changed_at timestamptz not null
);
