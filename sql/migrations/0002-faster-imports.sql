-- A million rows at once: what each row cost beside its insertion goes (one look-up per reference, one index per question),
-- and records get names that keep those of a buyer together.

do $$
begin
  if exists (select from contracts) then
    raise exception 'Cette base a été remplie par une version d''essai, qui nommait autrement les marchés. Créez une base neuve (ou renommez le dossier des données), puis importez de nouveau vos fichiers.';
  end if;
end $$;

-- The import writes both sides in one statement order that cannot miss one; `test/database/no-orphans.test.ts` holds it.
alter table contracts drop constraint contracts_import_id_fkey, drop constraint contracts_buyer_id_fkey;
alter table contract_holders drop constraint contract_holders_contract_id_fkey, drop constraint contract_holders_supplier_id_fkey;
alter table import_problems drop constraint import_problems_import_id_fkey;

-- One index by buyer answers for the two there were and for the look-up of a number; a SIREN is looked up in `buyers` first.
drop index contracts_by_buyer_siren;
drop index contracts_by_buyer;
drop index contracts_by_source_id;
create index contracts_by_buyer on contracts (buyer_id, counted_on);
-- Rows of one import stand together: a few kilobytes instead of an entry per row.
drop index contracts_by_import;
create index contracts_by_import on contracts using brin (import_id);
