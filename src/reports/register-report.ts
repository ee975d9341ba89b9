import type { Db } from '../database/connect.ts'
import type { Page } from '../database/contracts.ts'
import { type DoubtScope, listDoubts, listMissingFacts } from '../database/doubts.ts'
import { listRegister, type RegisterFilters, type RegisterRow } from '../database/supplier-register.ts'
import { findByName, listNames, listNamesOfUnits } from '../database/supplier-search.ts'
import { sumPaid } from '../database/suppliers.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { TaxBasis } from '../domain/payment/tax-basis.ts'
import { parseSupplierQuery } from '../domain/supplier/supplier-query.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { MASKED_NAME } from './mask-names.ts'
import { eurosOf } from './share-report.ts'

/** What the register is asked for. `q`: a name, a SIREN, a SIRET, a VAT number; `null`: everyone. */
export type RegisterRequest = Omit<RegisterFilters, 'siren' | 'identifier' | 'names'> & { q: string | null }

const summaryOf = (
  row: RegisterRow,
  names: readonly string[],
  paid: readonly { taxBasis: TaxBasis; payments: number; cents: bigint }[],
) => ({
  siren: row.siren,
  scheme: row.siren === null ? row.scheme : 'SIREN',
  identifier: row.siren ?? row.identifier,
  name: row.isNameMasked ? MASKED_NAME : (names[0] ?? null),
  otherNames: row.isNameMasked ? [] : names.slice(1, 10),
  department: row.department,
  legalFamilies: row.families,
  outcome: row.outcome,
  conflicts: row.conflicts,
  isDecided: row.isDecided,
  contracts: row.contracts,
  value: eurosOf(row.cents),
  payments: row.payments,
  paid: paid.map(({ taxBasis, payments, cents }) => ({ tax: taxBasis, payments, amount: eurosOf(cents) })),
})

export type RegisterEntry = ReturnType<typeof summaryOf>

async function resolve(db: Db, q: string | null) {
  const asked = q === null ? null : parseSupplierQuery(q)
  if (asked === null) return { siren: null, identifier: null, names: null }
  return {
    siren: 'siren' in asked ? asked.siren : null,
    identifier: 'identifier' in asked ? asked.identifier : null,
    names: 'name' in asked ? await findByName(db, asked.name) : null,
  }
}

/** A page of the register of suppliers, how many match, and whether only names that come near do. Names of persons are masked. */
export async function listRegisterEntries(db: Db, { q, ...filters }: RegisterRequest, page: Page) {
  const asked = await resolve(db, q)
  const { rows, total } = await listRegister(db, { ...filters, ...asked }, page)
  const ids = rows.flatMap(({ supplierIds }) => supplierIds)
  const names = await listNames(db, ids)
  const paid = await sumPaid(db, ids)
  const entries = rows.map((row) => {
    const isOfRow = ({ supplierId }: { supplierId: number }) => row.supplierIds.includes(supplierId)
    const own = [...new Set(names.filter(isOfRow).map(({ name }) => name))]
    return summaryOf(row, own, addUp(paid.filter(isOfRow)))
  })
  return { entries, total, isApproximate: (asked.names?.isApproximate ?? false) && total > 0 }
}

type Paid = { taxBasis: TaxBasis; payments: number; cents: bigint }

/** What the establishments of a unit were paid, by tax. */
function addUp(paid: readonly Paid[]): Paid[] {
  const sums = new Map<TaxBasis, Paid>()
  for (const { taxBasis, payments, cents } of paid) {
    const sum = sums.get(taxBasis)
    sums.set(taxBasis, {
      taxBasis,
      payments: (sum?.payments ?? 0) + payments,
      cents: (sum?.cents ?? 0n) + cents,
    })
  }
  return [...sums.values()]
}

export type ReviewRequest = Pick<DoubtScope, 'buyers' | 'perimeter'>

/** A page of the worklist: the suppliers in doubt, those whose doubt moves the most euros first, with what is missing today. */
export async function listSuppliersToReview(db: Db, clock: Clock, request: ReviewRequest, page: Page) {
  const today = todayOf(clock)
  const scope = { ...request, plausibleFrom: EARLIEST_PLAUSIBLE_DAY, plausibleTo: today }
  const { doubts, total } = await listDoubts(db, scope, page)
  const sirens = doubts.map(({ siren }) => siren)
  const names = await listNamesOfUnits(db, sirens)
  const missing = await listMissingFacts(db, request.perimeter, today, sirens)
  const suppliers = doubts.map(({ siren, contracts, cents }) => {
    const known = names.get(siren)
    return {
      siren,
      name: known?.isMasked ? MASKED_NAME : (known?.name ?? null),
      contracts,
      value: eurosOf(cents),
      missing: missing.get(siren) ?? [],
    }
  })
  return { suppliers, total }
}

export type SupplierToReview = Awaited<ReturnType<typeof listSuppliersToReview>>['suppliers'][number]
