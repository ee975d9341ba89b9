-- What each re-decision of verdicts changed, beside what was decided before. A row here is never changed; a supplier that leaves the
-- database with the last record that names it takes its lines with it.

-- One for each time verdicts were decided again: why, when, by which rules and on which complete lists.
create table reclassifications (
  id integer generated always as identity primary key,
  cause text not null check (cause in ('list', 'enrichment', 'undo', 'decision', 'decision-reverted', 'rules')),
  import_id bigint references imports (id),
  decision_id integer references decisions (id),
  rules_version_before integer,
  rules_version integer not null,
  complete_lists jsonb not null,
  made_at timestamptz not null,
  constraint reclassifications_cause check (
    (import_id is not null) = (cause in ('list', 'enrichment', 'undo'))
    and (decision_id is not null) = (cause in ('decision', 'decision-reverted'))
    and (rules_version_before is not null) = (cause = 'rules'))
);

-- What moved, written once for the suppliers that share it: an answer and the rule that gave it, before and after, during a period.
create table verdict_moves (
  reclassification_id integer not null references reclassifications (id),
  move integer not null,
  perimeter text not null,
  valid_from date not null,
  valid_to date not null,
  outcome_before text not null,
  outcome_after text not null,
  rule_before text,
  rule_after text,
  primary key (reclassification_id, move, perimeter, valid_from),
  constraint verdict_moves_moved check (outcome_before <> outcome_after)
);

create table moved_suppliers (
  supplier_id integer not null,
  reclassification_id integer not null,
  move integer not null,
  primary key (supplier_id, reclassification_id, move)
);
create index moved_suppliers_by_move on moved_suppliers (reclassification_id, move);

create trigger note_write after insert or update or delete or truncate on reclassifications
  for each statement execute function note_write();
create trigger note_write after insert or update or delete or truncate on verdict_moves
  for each statement execute function note_write();
create trigger note_write after insert or update or delete or truncate on moved_suppliers
  for each statement execute function note_write();

-- A profile that goes is looked for among the suppliers: 5 800 of them among 114 000 took a minute without it.
create index suppliers_by_profile on suppliers (profile_id);
