import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import { TAX_BASES } from '../../src/domain/payment/tax-basis.ts'
import { PERIMETER_IDS } from '../../src/domain/supplier/verdict.ts'
import { importPayments } from '../../src/import/import-payments.ts'
import {
  reportSpendShare,
  reportSpendShareByYear,
  type SpendFigure,
} from '../../src/reports/spend-share-report.ts'
import { openFolder } from '../import/temporary-file.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import { importDemo } from '../support/demo.ts'
import { prepareSpendOracle, recomputeSpend, type SpendOracle } from './spend-oracle.ts'

const EPCI = '000010017'
const COMMUNE = '000010025'
const BUYERS = ['00001001700010', '00001002500013']

const { db } = await openTestDatabase(t)
await importDemo(db)

/** Suppliers of every kind: those whose status has dates first, then others, then some that nobody knows. */
async function listSuppliers(): Promise<string[]> {
  const { rows } = await sql<{ identifier: string }>`
    select s.identifier from suppliers s where s.scheme = 'SIRET'
    order by exists (select from facts f where f.siren = s.siren and f.valid_to is not null) desc, s.identifier limit 45
  `.execute(db)
  return [...rows.map(({ identifier }) => identifier), '', '11111111111111']
}

/** The same 1 200 payments on every run: each date form, tax and sign, to suppliers of every kind. */
async function importArbitraryPayments(folder: string): Promise<void> {
  const line = fc
    .record({
      buyer: fc.constantFrom(...BUYERS),
      siret: fc.constantFrom(...(await listSuppliers())),
      name: fc.constantFrom('A', 'B', ''),
      cents: fc.oneof(fc.integer({ min: -400_000, max: 300_000 }), fc.integer({ min: 0, max: 5_000_000 })),
      year: fc.integer({ min: 2019, max: 2026 }),
      month: fc.integer({ min: 1, max: 12 }).map((month) => String(month).padStart(2, '0')),
      form: fc.constantFrom('day', 'day', 'day', 'month', 'year', 'none'),
      tax: fc.constantFrom('HT', 'HT', 'TTC', ''),
    })
    .map(({ buyer, siret, name, cents, year, month, form, tax }) => {
      const when = { day: `${year}-${month}-11`, month: `${year}-${month}`, year: `${year}`, none: '' }[form]
      return [buyer, siret, name, when, `${(cents / 100).toFixed(2).replace('.', ',')} ${tax}`].join(';')
    })
  const lines = fc.sample(line, { numRuns: 1_200, seed: 11 })
  const path = join(folder, 'depenses.csv')
  await writeFile(
    path,
    ['SIRET acheteur;SIRET;Fournisseur;Date de paiement;Montant payé', ...lines].join('\n'),
  )
  await importPayments(db, FIXED_CLOCK, path)
}

const centsOf = (euros: number) => BigInt(Math.round(euros * 100))

const partsOf = ({ payments, suppliers, value, credits }: SpendFigure): SpendOracle => {
  const counts = ({ yes, no, undetermined }: SpendFigure['payments']) => ({ yes, no, undetermined })
  return {
    payments: counts(payments),
    suppliers: counts(suppliers),
    cents: { yes: centsOf(value.yes), no: centsOf(value.no), undetermined: centsOf(value.undetermined) },
    creditCents: centsOf(-credits.value),
    creditors: credits.suppliers,
  }
}

const EVERYTHING = { buyers: [], from: null, to: null }
const REQUESTS = PERIMETER_IDS.flatMap((perimeter) =>
  TAX_BASES.flatMap((taxBasis) =>
    [
      EVERYTHING,
      { ...EVERYTHING, buyers: [EPCI] },
      { buyers: [EPCI, COMMUNE], from: '2023-01-01', to: '2023-12-31' },
      { buyers: [COMMUNE], from: '2021-02-11', to: '2024-06-10' },
      { ...EVERYTHING, from: '2025-01-01' },
    ].map((scope) => ({ perimeter, taxBasis, ...scope })),
  ),
)

const sumOfLines = async (tax: string): Promise<bigint> => {
  const { rows } = await sql<{ cents: string }>`
    select sum(amount_cents)::text as cents from payments where tax_basis = ${tax}
  `.execute(db)
  return BigInt(rows[0]?.cents ?? 0)
}

await importArbitraryPayments(await openFolder(t))
await prepareSpendOracle(db)

t.test('shares of spend agree with plain SQL, add up to the lines and stay in 0..1', async (t) => {
  let [compared, decided] = [0, 0]
  for (const request of REQUESTS) {
    const title = JSON.stringify(request)
    const report = await reportSpendShare(db, FIXED_CLOCK, request)
    const actual = partsOf(report)
    t.strictSame(actual, await recomputeSpend(db, request), title)
    compared++
    if (actual.cents.yes > 0n && actual.cents.no > 0n && actual.creditCents > 0n) decided++
    const { lower, upper } = report.share.value
    t.ok(lower !== null && upper !== null && lower >= 0 && lower <= upper && upper <= 1, title)
    if (request.buyers.length > 0 || request.from !== null) continue
    t.equal(centsOf(report.value.total) - actual.creditCents, await sumOfLines(request.taxBasis), title)
  }
  t.equal(compared, 105)
  t.ok(decided > 40, `${decided} figures have something of everything`)
})

t.test('a year of the figure by year is the figure of that year', async (t) => {
  for (const perimeter of PERIMETER_IDS) {
    const request = { perimeter, taxBasis: 'excluding-tax', ...EVERYTHING } as const
    const { rows } = await reportSpendShareByYear(db, FIXED_CLOCK, request)
    t.equal(rows.length, 8)
    for (const { key, ...figure } of rows) {
      const expected = await recomputeSpend(db, { ...request, from: `${key}-01-01`, to: `${key}-12-31` })
      t.strictSame(partsOf(figure), expected, `${perimeter} ${key}`)
    }
  }
})
