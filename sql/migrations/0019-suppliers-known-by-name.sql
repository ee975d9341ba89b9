-- Suppliers that records know by their name alone: what names have in common, and what persons say they are.

-- The words of a name: no capitals, accents nor punctuation, initials put together ("S.A.R.L." and "S A R L" are "sarl"). Built on what
-- never changes, so that it can be stored beside the name.
create function name_words(name text) returns text language sql immutable parallel safe
  as $$ select nullif(regexp_replace(
    trim(regexp_replace(
      translate(replace(replace(replace(lower(left(name, 300)), 'œ', 'oe'), 'æ', 'ae'), '&', ' et '),
        'àâäáãåçéèêëíìîïñóòôöõúùûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy'),
      '[^[:alnum:]]+', ' ', 'g')),
    '(?<![[:alnum:]])([a-z]) (?=[a-z](?![[:alnum:]]))', '\1', 'g'), '') $$;

-- Those words without the ones that say a legal form; all of them when nothing else is left.
create function name_key(name text) returns text language sql immutable parallel safe
  as $$ select coalesce(nullif(trim(regexp_replace(regexp_replace(name_words(name),
    '\m(sas|sasu|sa|sarl|sarlu|eurl|ei|eirl|sci|scop|scic|snc|scs|sca|se|gie|geie|earl|gaec|scea|scp|scm|selarl|selas|selafa|sem|seml|spl|sccv|societe|ste|association|assoc|asso)\M', ' ', 'g'),
    ' +', ' ', 'g')), ''), name_words(name)) $$;

alter table facts add column name_key text generated always as (name_key(name)) stored;
create index facts_by_name on facts (name_key) where name_key is not null;
alter table supplier_names add column name_key text generated always as (name_key(name)) stored;
create index supplier_names_by_key on supplier_names (name_key) where name_key is not null;

-- What a person says of a name in the records of a buyer: that it is this legal unit, that it is not, or that the link is taken back.
-- Nothing is ever changed; the last word holds, for the records to come too.
create table name_choices (
  id integer generated always as identity primary key,
  scope text not null,
  name_key text not null,
  name text not null,
  choice text not null check (choice in ('link', 'refuse', 'unlink')),
  siren text,
  reason text not null,
  author text not null,
  created_at timestamptz not null,
  constraint name_choices_siren check ((siren is null) = (choice = 'unlink'))
);
create index name_choices_by_name on name_choices (scope, name_key);

create index contract_holders_without_identifier on contract_holders (contract_id) where identifier is null and name is not null;
create index payments_without_identifier on payments (buyer_id) where supplier_identifier is null and supplier_name is not null;

create trigger note_write after insert or update or delete or truncate on name_choices
  for each statement execute function note_write();
