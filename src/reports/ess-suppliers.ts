import type { Db } from '../database/connect.ts'
import { listHolderDecisions } from '../database/contract-parties.ts'
import { listNamesOfUnits } from '../database/supplier-search.ts'
import { listLegalFamilies } from '../database/suppliers.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import { FAMILY_TITLES, KNOWN_FAMILIES, type KnownFamily } from '../domain/supplier/latest-legal-family.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { summariseContracts } from './contract-report.ts'
import { countOpened, listOpened, type OpenRequest } from './indicator-contracts.ts'
import { methodOf } from './indicator-request.ts'
import { MASKED_NAME } from './mask-names.ts'
import { eurosOf } from './share-report.ts'

/** A supplier of the ESS and the contracts that it holds, alone or with others: whole, not shared between joint holders. */
export type EssSupplier = {
  /** `null` for an identifier that is no SIREN nor SIRET. */
  siren: string | null
  identifier: string
  name: string | null
  legalFamily: KnownFamily
  contracts: number
  value: number
}

/** Suppliers of the ESS of a legal family; a contract of several families stands in each of them. */
export type EssFamily = {
  key: KnownFamily
  title: string
  suppliers: number
  contracts: number
  value: number
}

/** The most contracts one report goes through: a year of the largest buyers has a tenth of it. */
const MOST_CONTRACTS = 100_000
const BATCH_SIZE = 1_000

type Sum = { contracts: number; cents: bigint }
type Held = Sum & { siren: string | null; identifier: string; name: string | null }
type Award = { cents: bigint; suppliers: string[] }

const addTo = (sum: Sum, cents: bigint) => {
  sum.contracts += 1
  sum.cents += cents
}

/** Who of the ESS holds each contract of a batch, on its day; a unit that holds one twice is one holder. */
async function listAwards(
  db: Db,
  clock: Clock,
  perimeter: Parameters<typeof listHolderDecisions>[2],
  rows: Awaited<ReturnType<typeof listOpened>>,
  held: Map<string, Held>,
): Promise<Award[]> {
  const ids = rows.map(({ id }) => id)
  const period = { plausibleFrom: EARLIEST_PLAUSIBLE_DAY, plausibleTo: todayOf(clock) }
  const decisions = await listHolderDecisions(db, ids, perimeter, period)
  const isEss = new Set(
    decisions
      .filter(({ outcome }) => outcome === 'yes')
      .map((d) => `${d.contractId} ${d.siren ?? d.identifier}`),
  )
  const summaries = new Map((await summariseContracts(db, ids)).map(({ summary }) => [summary.id, summary]))
  return rows.map(({ id, cents }) => {
    const suppliers = new Set<string>()
    for (const { siren, identifier, name } of summaries.get(id)?.holders ?? []) {
      const key = siren ?? identifier
      if (key === null || !isEss.has(`${id} ${key}`)) continue
      const known = held.get(key)
      held.set(key, {
        siren,
        identifier: key,
        contracts: known?.contracts ?? 0,
        cents: known?.cents ?? 0n,
        name: known?.name ?? name,
      })
      suppliers.add(key)
    }
    return { cents, suppliers: [...suppliers] }
  })
}

/** What each family holds, in the order of the vocabulary; families without supplier are left out. */
function familiesOf(awards: readonly Award[], familyOf: (supplier: string) => KnownFamily): EssFamily[] {
  return KNOWN_FAMILIES.flatMap((key) => {
    const sum: Sum = { contracts: 0, cents: 0n }
    const suppliers = new Set<string>()
    for (const award of awards) {
      const own = award.suppliers.filter((supplier) => familyOf(supplier) === key)
      if (own.length > 0) addTo(sum, award.cents)
      for (const supplier of own) suppliers.add(supplier)
    }
    const { contracts, cents } = sum
    return suppliers.size === 0
      ? []
      : [{ key, title: FAMILY_TITLES[key], suppliers: suppliers.size, contracts, value: eurosOf(cents) }]
  })
}

/**
 * The suppliers behind the numerator of the ESS share, those of the most euros first, and their legal families. Names of
 * natural persons are masked. Throws `too-many-rows`.
 */
export async function listEssSuppliers(
  db: Db,
  clock: Clock,
  filters: ContractFilters,
): Promise<{ suppliers: EssSupplier[]; families: EssFamily[] }> {
  const request: OpenRequest = { id: 'ess-share', filters, part: 'yes', key: null }
  const { total } = await countOpened(db, clock, request)
  if (total > MOST_CONTRACTS)
    throw new AppError(
      'too-many-rows',
      `${total} marchés attribués à l’ESS : un rapport en parcourt ${MOST_CONTRACTS} au plus.`,
    )
  const rows = await listOpened(db, clock, request, { limit: MOST_CONTRACTS, offset: 0 })
  const perimeter = methodOf(request).perimeter ?? 'ess'
  const held = new Map<string, Held>()
  const awards: Award[] = []
  for (let start = 0; start < rows.length; start += BATCH_SIZE)
    awards.push(...(await listAwards(db, clock, perimeter, rows.slice(start, start + BATCH_SIZE), held)))
  for (const { cents, suppliers } of awards)
    for (const supplier of suppliers) addTo(held.get(supplier) as Held, cents)

  const known = await listLegalFamilies(db, [...held.keys()])
  const unnamed = [...held.values()].filter(({ name }) => name === null)
  const names = await listNamesOfUnits(
    db,
    unnamed.flatMap(({ siren }) => siren ?? []),
  )
  for (const supplier of unnamed) {
    const found = names.get(supplier.identifier)
    supplier.name = found?.isMasked ? MASKED_NAME : (found?.name ?? null)
  }
  const familyOf = (supplier: string) => known.get(supplier) ?? 'unknown'
  const suppliers = [...held.values()]
    .sort(
      (a, b) =>
        Number(b.cents - a.cents) || b.contracts - a.contracts || (a.identifier < b.identifier ? -1 : 1),
    )
    .map(({ cents, ...supplier }) => ({
      ...supplier,
      legalFamily: familyOf(supplier.identifier),
      value: eurosOf(cents),
    }))
  return { suppliers, families: familiesOf(awards, familyOf) }
}
