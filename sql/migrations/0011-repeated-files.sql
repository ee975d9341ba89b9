-- What the bytes of a file were read with: its columns, its options and the version of the readers. The same bytes read with
-- the same say the same, and need not be read again.
alter table imports add column reading_digest text;
