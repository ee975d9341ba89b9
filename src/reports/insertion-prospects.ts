import type { Db } from '../database/connect.ts'
import { type EndingContract, listEndingContracts } from '../database/insertion-notes.ts'
import {
  countPlannedPurchases,
  listPlannedPurchases,
  type PlannedRow,
} from '../database/planned-purchases.ts'
import { addDays } from '../domain/dates/iso-date.ts'
import { hoursOf } from '../domain/insertion/hours.ts'
import { hoursFromLabourShare, type LabourShareInputs } from '../domain/insertion/hours-due.ts'
import { familyOfPlanned } from '../domain/insertion/planned-purchase.ts'
import {
  familyOf,
  PURCHASE_FAMILIES,
  PURCHASE_FAMILY_IDS,
  type PurchaseFamily,
} from '../domain/insertion/purchase-family.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { inCount } from './french-numbers.ts'
import { type ReadClause, readClauses } from './read-clauses.ts'

/** The formula's inputs but the amount, which each contract brings. */
export type ProspectRequest = { buyers: readonly string[]; days: number } & Omit<
  LabourShareInputs,
  'amountCents'
>

/** What clauses gave in each family, every buyer of the database together. */
function experienceOf(clauses: readonly ReadClause[], family: PurchaseFamily) {
  const known = clauses.filter(({ clause }) => familyOf(clause.contracts[0]?.cpv ?? null) === family)
  const withDue = known.filter(({ dueHundredths }) => dueHundredths !== null && dueHundredths > 0)
  const [done, due] = withDue.reduce(
    ([done, due], { standing, dueHundredths }) => [
      done + standing.doneHundredths,
      due + (dueHundredths ?? 0),
    ],
    [0, 0],
  )
  return {
    family,
    title: PURCHASE_FAMILIES[family].title,
    clauses: known.length,
    rate: due === 0 ? null : done / due,
  }
}

function prospectOf(
  contract: EndingContract,
  family: PurchaseFamily,
  inputs: Omit<LabourShareInputs, 'amountCents'>,
) {
  const { id, buyerId, sourceId, lot, object, cpv, notifiedOn, endsOn, amountCents } = contract
  const amount = amountCents === null ? null : BigInt(amountCents)
  return {
    contractId: id,
    buyerId,
    sourceId,
    lot,
    object,
    cpv,
    family,
    notifiedOn,
    endsOn,
    amount: amount === null ? null : Number(amount) / 100,
    hours: amount === null ? null : hoursOf(hoursFromLabourShare({ amountCents: amount, ...inputs })),
  }
}

function plannedOf(
  purchase: PlannedRow,
  family: PurchaseFamily,
  inputs: Omit<LabourShareInputs, 'amountCents'>,
) {
  const { amountCents } = purchase
  return {
    ...describePlanned(purchase),
    family,
    hours: amountCents === null ? null : hoursOf(hoursFromLabourShare({ amountCents, ...inputs })),
  }
}

/** A planned purchase as an answer gives it. */
export const describePlanned = ({ amountCents, recordedAt, ...purchase }: PlannedRow) => ({
  ...purchase,
  amount: amountCents === null ? null : Number(amountCents) / 100,
  recordedAt: recordedAt.toISOString(),
})

/** The planned purchases of these buyers, the first to come first, and how many there are: a page of them, or all where there is none. */
export async function listPlanned(
  db: Db,
  buyers: readonly string[],
  page: { limit: number; offset: number } | null = null,
) {
  const rows = await listPlannedPurchases(db, buyers, { from: null, to: null }, page)
  const total = page === null ? rows.length : await countPlannedPurchases(db, buyers)
  return { data: rows.map(describePlanned), total }
}

/** What the hours rest on: whoever reads them must be able to do the sum again, and to object. */
const describeFormula = (inputs: Omit<LabourShareInputs, 'amountCents'>): string =>
  `Heures : montant HT × ${inCount(inputs.labourShareBasisPoints / 100)} % de main-d’œuvre × ${inCount(inputs.insertionRateBasisPoints / 100)} % d’insertion ÷ ${inCount(inputs.hourlyCostCents / 100)} € de coût horaire. C’est une estimation, et le montant est celui du marché qui finit ou de l’achat prévu.`

/**
 * Where clauses could come next: planned purchases, and contracts without clause that end soon, in families where clauses are usual, with the hours the
 * formula would give on the same amount, and what clauses of that family gave so far. An estimate, inputs of the user.
 */
export async function listProspects(db: Db, clock: Clock, { buyers, days, ...inputs }: ProspectRequest) {
  const today = todayOf(clock)
  const contracts = await listEndingContracts(db, buyers, today, addDays(today, days))
  const planned = await listPlannedPurchases(db, buyers, { from: today, to: addDays(today, days) })
  const clauses = await readClauses(db, clock, { on: null, thresholds: {} })
  return {
    families: PURCHASE_FAMILY_IDS.map((family) => experienceOf(clauses, family)),
    contracts: contracts.flatMap((contract) => {
      const family = familyOf(contract.cpv)
      return family === null ? [] : [prospectOf(contract, family, inputs)]
    }),
    planned: planned.flatMap((purchase) => {
      const family = familyOfPlanned(purchase)
      return family === null ? [] : [plannedOf(purchase, family, inputs)]
    }),
    method: describeFormula(inputs),
  }
}

export type Prospects = Awaited<ReturnType<typeof listProspects>>
