-- Rows that a list brings and that serve nothing here (SIRENE holds 27 million units) are counted apart: neither lost, nor refused, nor
-- already known. So are the facts that a newer list closed; those are no rows of the file.
alter table imports
  add column not_kept_count integer not null default 0,
  add column closed_count integer not null default 0,
  drop constraint imports_no_row_is_lost,
  add constraint imports_no_row_is_lost check (
    finished_at is null
    or read_count = stored_count + updated_count + unchanged_count + rejected_count + not_kept_count
  );

-- Lists of the regional chambers of the ESS, of the handicap sector, and the register of health and social establishments.
alter table reference_lists
  drop constraint reference_lists_source_check,
  add constraint reference_lists_source_check check (
    source in ('sirene', 'ess-france', 'cress', 'esus', 'siae', 'handicap', 'finess', 'company-search')
  );
