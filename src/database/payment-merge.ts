import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { notePaymentSightings } from './payment-sightings.ts'
import { PAYMENT_COLUMNS } from './payment-staging.ts'
import { sheetOf } from './sheet-of-line.ts'
import { noteBuyerNames } from './sightings.ts'
import { noteRecordNames } from './supplier-names.ts'
import { refreshSpend } from './supplier-totals.ts'

/**
 * Lines of the file by what became of them; `repeats`: copies of an earlier line of their table, all of which count;
 * `repeatsOfSheets`: lines that another sheet of the workbook has too, which do not.
 */
export type PaymentMerge = { stored: number; unchanged: number } & Record<
  'repeats' | 'repeatsOfSheets',
  { line: number; value: string }[]
>

/**
 * `staged_copies`: each staged line with its id. Identity is the content, and which copy of it the line is in its table: the
 * n-th copy in one file, or on one sheet, is the n-th copy in another. `is_again`: another sheet has it before.
 */
async function identifyPayments(trx: Db, hasSheets: boolean): Promise<void> {
  const sheet = hasSheets ? sql`, ${sheetOf('line')}` : sql``
  await sql`analyze staged_payments`.execute(trx)
  await sql`
    create temporary table staged_copies on commit drop as
    select *, md5(row_hash || '/' || copy)::uuid as id, false as is_new,
      row_number() over (partition by row_hash, copy order by line) > 1 as is_again
    from (select *, row_number() over (partition by row_hash${sheet} order by line)::integer as copy from staged_payments) as lines
  `.execute(trx)
  await sql`
    update staged_copies c set is_new = true where not is_again and not exists (select from payments p where p.id = c.id)
  `.execute(trx)
}

async function insertOrganisations(trx: Db): Promise<void> {
  await sql`
    insert into buyers (id, siren)
    select buyer_id, min(buyer_siren) from staged_copies where is_new group by buyer_id
    on conflict (id) do nothing
  `.execute(trx)
  await sql`
    insert into suppliers (scheme, identifier, siren)
    select distinct on (supplier_scheme, supplier_identifier) supplier_scheme, supplier_identifier, supplier_siren
    from staged_copies where is_new and supplier_scheme is not null and supplier_identifier is not null
    order by supplier_scheme, supplier_identifier
    on conflict (scheme, identifier) do nothing
  `.execute(trx)
}

async function insertPayments(trx: Db, importId: bigint): Promise<void> {
  await sql`
    insert into payments (id, import_id, line, supplier_id, ${PAYMENT_COLUMNS})
    select c.id, ${importId}, c.line, s.id, ${PAYMENT_COLUMNS}
    from staged_copies c left join suppliers s on s.scheme = c.supplier_scheme and s.identifier = c.supplier_identifier
    where c.is_new
  `.execute(trx)
}

/** Keeps the register in step with the payments that came in: who was paid, under which name, how much. */
async function registerPaidSuppliers(trx: Db): Promise<void> {
  await sql`
    create temporary table brought_names on commit drop as
    select distinct p.supplier_id, p.supplier_name as name from payments p join staged_copies c using (id)
    where c.is_new and p.supplier_id is not null
  `.execute(trx)
  await noteRecordNames(trx, 'brought_names')
  await sql`
    create temporary table paid_suppliers on commit drop as select distinct supplier_id as id from brought_names
  `.execute(trx)
  await refreshSpend(trx)
}

/**
 * Merges the staged lines into the database and says what became of each. The result depends on the set of lines ever read,
 * not on the order of files: merging the same file again changes nothing. `hasSheets`: the lines are those of several sheets.
 */
export async function mergeStagedPayments(
  trx: Db,
  importId: bigint,
  hasSheets: boolean,
): Promise<PaymentMerge> {
  await identifyPayments(trx, hasSheets)
  await insertOrganisations(trx)
  await insertPayments(trx, importId)
  await registerPaidSuppliers(trx)
  await notePaymentSightings(trx, importId)
  await noteBuyerNames(trx, importId, 'staged_payments')
  const counts = await sql<{ stored: number; unchanged: number }>`
    select (count(*) filter (where is_new))::integer as stored, (count(*) filter (where not is_new))::integer as unchanged
    from staged_copies
  `.execute(trx)
  const { rows: repeated } = await sql<{ line: number; value: string; isAgain: boolean }>`
    select line, concat_ws(' ', coalesce(supplier_name, supplier_identifier), (amount_cents / 100.0)::numeric(20, 2)) as value,
      is_again as "isAgain"
    from staged_copies where copy > 1 or is_again order by line
  `.execute(trx)
  const { stored = 0, unchanged = 0 } = counts.rows[0] ?? {}
  const repeats = repeated.filter(({ isAgain }) => !isAgain)
  return { stored, unchanged, repeats, repeatsOfSheets: repeated.filter(({ isAgain }) => isAgain) }
}
