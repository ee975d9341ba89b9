import { createHash } from 'node:crypto'
import type { Db } from '../database/connect.ts'
import { findEarlierPaymentImport } from '../database/imports.ts'
import { mergeStagedPayments } from '../database/payment-merge.ts'
import {
  appendStagedPayments,
  createPaymentStaging,
  type StagedPayment,
} from '../database/payment-staging.ts'
import { type PaymentDefaults, parsePayment } from '../domain/payment/parse-payment.ts'
import type { PaymentRecord } from '../domain/payment/payment-record.ts'
import { problemOf } from '../domain/problem/problem.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { checkRow } from './check-row.ts'
import { decideVerdicts } from './decide-verdicts.ts'
import { type InspectedFile, inspectFile } from './inspect-file.ts'
import type { Ledger } from './ledger.ts'
import { linkNames } from './link-names.ts'
import { mapPaymentRow } from './map-payment-row.ts'
import type { TableOptions } from './mapping-profiles.ts'
import { describePaymentColumns, openPaymentFile, type PaymentFile } from './open-payment-file.ts'
import { sheetsRead, tableOfLine } from './open-table.ts'
import { type PaymentStatements, paymentDefaultsOf } from './payment-defaults.ts'
import { type ImportOptions, type OpenImport, runImport } from './run-import.ts'

/** What is said of the whole file holds for what its lines lack. */
export type PaymentOptions = ImportOptions & PaymentStatements & Pick<TableOptions, 'sheets'>

/** Names the content of a payment; the name of its buyer is no part of it. */
function hashOf(record: PaymentRecord): string {
  const text = JSON.stringify({ ...record, buyerName: null }, (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  return createHash('md5').update(text).digest('hex')
}

/** Reads every line into the staging table; answers how many were refused. */
async function stageRows(
  open: OpenImport<StagedPayment>,
  payments: PaymentFile,
  defaults: PaymentDefaults,
  today: string,
): Promise<number> {
  let rejected = 0
  for await (const { line, cells: written } of payments.read()) {
    open.countRead()
    const { header: plan, titles, sheet } = tableOfLine(payments, line)
    const row = checkRow({ titles, isSheet: sheet !== null }, written)
    const parsed = row.isRefused ? null : parsePayment(mapPaymentRow(plan, row.cells), defaults, today)
    open.report(line, [...row.problems, ...(parsed?.problems ?? [])])
    if (parsed?.record) await open.stage({ line, rowHash: hashOf(parsed.record), record: parsed.record })
    else rejected++
  }
  await open.flush()
  return rejected
}

/** The same file with another buyer, period or tax would store each of its payments a second time; other sheets of it do not. */
async function refuseOtherwise(
  open: OpenImport<StagedPayment>,
  file: InspectedFile,
  reading: { digest: string; sheets: readonly string[] | null },
): Promise<void> {
  const earlier = await findEarlierPaymentImport(open.trx, open.importId, file.digest, reading)
  if (earlier === null) return
  throw new AppError(
    'file-imported-otherwise',
    `Le fichier « ${file.name} » a déjà été importé (import n° ${earlier}) avec un autre acheteur, une autre période ou une autre taxe : ses dépenses compteraient deux fois. Annulez d'abord l'import n° ${earlier}. Rien n'a été importé.`,
    { importId: Number(earlier) },
  )
}

/**
 * Imports one file of payments. Every line is stored, unchanged or rejected with a reason; importing the same file again
 * changes nothing. Throws an `AppError` when the file cannot be used at all; the database is then as before.
 */
export async function importPayments(
  db: Db,
  clock: Clock,
  source: string | InspectedFile,
  options: PaymentOptions = {},
): Promise<Ledger> {
  const startedAt = clock.now()
  const defaults = paymentDefaultsOf(options)
  const file = typeof source === 'string' ? await inspectFile(source, options.name) : source
  const payments = await openPaymentFile(file, defaults.buyerId !== undefined, options.sheets)
  const readingDigest = createHash('sha256').update(JSON.stringify(defaults)).digest('hex')
  const sheets = sheetsRead(payments.sheets)?.map(({ name }) => name) ?? null
  const run = async (open: OpenImport<StagedPayment>) => {
    await createPaymentStaging(open.trx)
    const rejected = await stageRows(open, payments, defaults, todayOf(clock))
    const { stored, unchanged, repeats, repeatsOfSheets } = await mergeStagedPayments(
      open.trx,
      open.importId,
      payments.tables.length > 1,
    )
    if (stored > 0) await refuseOtherwise(open, file, { digest: readingDigest, sheets })
    for (const { line, value } of repeats) open.report(line, [problemOf('payment-repeat', '(ligne)', value)])
    for (const { line, value } of repeatsOfSheets)
      open.report(line, [problemOf('sheet-repeat', '(ligne)', value)])
    await decideVerdicts(open.trx, clock, 'new')
    await linkNames(open.trx, clock)
    return { stored, updated: 0, unchanged, rejected }
  }
  const plan = {
    kind: 'payments',
    format: `payments-${payments.format}`,
    file,
    readingDigest,
    ignoredColumns: payments.header.ignored,
    sheets: payments.sheets,
    startedAt,
    append: appendStagedPayments,
    run,
  } as const
  return { ...(await runImport(db, clock, plan, options)), columns: describePaymentColumns(payments.header) }
}
