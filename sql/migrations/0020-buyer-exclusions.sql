-- What the yearly figures of a buyer (`buyer_years`) leave out, so that they answer by themselves: concessions, call-offs whose framework
-- is known, and records without a usable day, which have the year 0. Refreshed with `buyer_years`; `counts_from` is as there.
create table buyer_exclusions (
  buyer text not null,
  year smallint not null,
  counts_from date not null,
  concessions integer not null,
  call_offs integer not null,
  undated integer not null,
  primary key (buyer, year, counts_from)
);

-- The latest day that stored figures were counted on: they say nothing of an earlier one.
alter table stored_figures add column latest_day date not null default 'infinity';

create trigger note_write after insert or update or delete or truncate on buyer_exclusions for each statement execute function note_write();
