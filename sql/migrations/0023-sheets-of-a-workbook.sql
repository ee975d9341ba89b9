-- The sheets of a workbook that an import read, in order, and how many rows each had; null for another file, and for imports
-- made before. Lines of the second sheet start after 1 048 576, those of the third after twice that: a line alone is one number.
alter table imports add column sheets text[], add column sheet_rows integer[];
