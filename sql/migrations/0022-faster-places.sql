-- A file of contracts says a place of each party it names: looking up the same import for each took half of their insertion.
-- No import is ever deleted: undone, it stays, and its places go.
alter table import_places drop constraint import_places_import_id_fkey;
