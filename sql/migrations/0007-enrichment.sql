-- The State's company directory, asked unit by unit: each run is an import that keeps its answers like those of a list.
alter table reference_lists drop constraint reference_lists_source_check;
alter table reference_lists add constraint reference_lists_source_check
  check (source in ('sirene', 'ess-france', 'esus', 'siae', 'company-search'));
