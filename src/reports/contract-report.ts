import type { Db } from '../database/connect.ts'
import { listHolderPlaces } from '../database/contract-parties.ts'
import {
  type ContractListFilters,
  findContract,
  listAmendments,
  listContracts,
  listContractsById,
  listHolders,
  listHolderVerdicts,
  listOtherVersions,
  listSubcontracts,
  type Page,
} from '../database/contracts.ts'
import { findBuyerPlace } from '../database/proximity-keys.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import { proximityOf } from '../domain/contract-filter/proximity.ts'
import type { AmountFlag } from '../domain/money/amount-flag.ts'
import { placeOfLine } from '../domain/problem/file-line.ts'
import { findRule } from '../domain/supplier/rules.ts'
import type { Evidence, FactName, PerimeterId } from '../domain/supplier/verdict.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { checkGroups } from './buyer-groups.ts'
import { maskNames } from './mask-names.ts'
import { eurosOf } from './share-report.ts'

const euros = (cents: bigint | null) => (cents === null ? null : eurosOf(cents))
const number = (text: string | null) => (text === null ? null : Number(text))

type ContractRow = Awaited<ReturnType<typeof listContracts>>['rows'][number]
type HolderRow = Awaited<ReturnType<typeof listHolders>>[number]

export type HolderSummary = {
  scheme: string | null
  identifier: string | null
  siren: string | null
  name: string | null
  /** The record gives a name and no identifier: the SIREN is what this name was linked to. */
  isLinkedByName: boolean
}

const holderOf = (row: HolderRow, name: string | null): HolderSummary => ({
  scheme: row.scheme,
  identifier: row.identifier,
  siren: row.siren,
  name,
  isLinkedByName: row.identifier === null && row.siren !== null,
})

const summaryOf = (row: ContractRow, holders: HolderSummary[]) => ({
  id: row.id,
  sourceId: row.source_id,
  lot: row.lot,
  kind: row.kind,
  object: row.object,
  buyer: { id: row.buyer_id, siren: row.buyer_siren, name: row.buyer_name },
  cpv: row.cpv,
  procedure: row.procedure,
  nature: row.nature,
  notifiedOn: row.counted_on ?? row.notified_on,
  publishedOn: row.published_on,
  amount: euros(row.amount_cents),
  amountFlag: row.amount_flag,
  holders,
})

export type ContractSummary = ReturnType<typeof summaryOf>

/** The summaries of these rows, in their order, with their holders; names of natural persons are masked. */
async function withHolders(db: Db, rows: readonly ContractRow[]): Promise<ContractSummary[]> {
  const holders = await listHolders(
    db,
    rows.map(({ id }) => id),
  )
  const nameOf = await maskNames(db, holders)
  const byContract = Map.groupBy(holders, ({ contract_id }) => contract_id)
  return rows.map((row) =>
    summaryOf(
      row,
      (byContract.get(row.id) ?? []).map((holder) => holderOf(holder, nameOf(holder))),
    ),
  )
}

/** A page of current contracts with their holders; names of natural persons are masked. */
export async function listContractSummaries(db: Db, filters: ContractListFilters, page: Page) {
  await checkGroups(db, filters)
  const { rows, total } = await listContracts(db, filters, page)
  return { contracts: await withHolders(db, rows), total }
}

/** These contracts, in no particular order, each with what its record says that a figure may rest on. */
export async function summariseContracts(db: Db, ids: readonly string[]) {
  const rows = await listContractsById(db, ids)
  const summaries = await withHolders(db, rows)
  return summaries.map((summary, index) => ({
    summary,
    said: {
      amountFlag: summary.amountFlag as AmountFlag | null,
      social: rows[index]?.social_considerations ?? null,
      environmental: rows[index]?.environmental_considerations ?? null,
      offers: rows[index]?.offers_received ?? null,
    },
  }))
}

export type HolderVerdict = {
  perimeter: PerimeterId
  outcome: 'yes' | 'no' | 'undetermined'
  rule: { id: string; title: string; reference: { title: string; url: string; checkedOn: string } } | null
  missing: FactName[]
  evidence: Evidence[]
}

/** Where each holder of a contract is, who says so, and how near the buyer. */
async function placesOf(db: Db, { id, buyer_id }: { id: string; buyer_id: string }) {
  const places = await listHolderPlaces(db, [id])
  const buyer = await findBuyerPlace(db, buyer_id)
  return ({ position, scheme }: Pick<HolderRow, 'position' | 'scheme'>) => {
    const found = places.find((place) => place.position === position)
    const department = found?.department ?? null
    const place = department === null ? null : { department, commune: found?.commune ?? null }
    return {
      department,
      departmentFrom:
        department === null ? null : found?.listed == null ? ('contracts' as const) : ('list' as const),
      commune: place?.commune ?? null,
      publishedDepartments: found?.published ?? [],
      proximity: proximityOf(buyer, { scheme, place }),
    }
  }
}

/** A contract with everything known of it, its verdicts and why; `null` when there is none of this id. */
export async function reportContract(db: Db, clock: Clock, id: string) {
  const row = await findContract(db, id)
  if (!row) return null
  const day = row.counted_on ?? row.notified_on
  const isUsable = day !== null && day >= EARLIEST_PLAUSIBLE_DAY && day <= todayOf(clock)
  const holders = await listHolders(db, [id])
  const placeOf = await placesOf(db, row)
  const subcontracts = await listSubcontracts(db, id)
  const nameOf = await maskNames(db, [...holders, ...subcontracts])
  const verdicts = await listHolderVerdicts(db, id, isUsable ? day : null)
  const verdictsOf = (position: number): HolderVerdict[] =>
    verdicts
      .filter((verdict) => verdict.position === position)
      .map(({ perimeter, outcome, rule, missing, evidence }) => {
        const found = rule === null ? null : findRule(rule)
        return {
          perimeter,
          outcome,
          rule: found ? { id: found.id, title: found.title, reference: found.reference } : null,
          missing: missing as FactName[],
          evidence: evidence as Evidence[],
        }
      })
  const amendments = await listAmendments(db, id)
  const otherVersions = await listOtherVersions(db, row.group_id, id)
  return {
    ...summaryOf(row, []),
    holders: holders.map((holder) => ({
      ...holderOf(holder, nameOf(holder)),
      ...placeOf(holder),
      verdicts: verdictsOf(holder.position),
    })),
    isCurrent: row.is_current,
    frameworkId: row.framework_id,
    frameworkIsKnown: row.framework_is_known,
    hasCallOffs: row.has_call_offs,
    place: { code: row.place_code, codeType: row.place_code_type, name: row.place_name },
    durationMonths: row.duration_months,
    initialAmount: euros(row.initial_amount_cents),
    priceForm: row.price_form,
    priceTypes: row.price_types,
    ccag: row.ccag,
    groupType: row.group_type,
    offersReceived: row.offers_received,
    innovative: row.innovative,
    advance: row.advance,
    advanceRate: number(row.advance_rate),
    subcontractingDeclared: row.subcontracting_declared,
    euOrigin: number(row.eu_origin),
    frenchOrigin: number(row.french_origin),
    techniques: row.techniques,
    executionModes: row.execution_modes,
    socialConsiderations: row.social_considerations,
    environmentalConsiderations: row.environmental_considerations,
    amendments: amendments.map((amendment) => ({
      amendedOn: amendment.amended_on,
      publishedOn: amendment.published_on,
      amount: euros(amendment.amount_cents),
      amountFlag: amendment.amount_flag,
      durationMonths: amendment.duration_months,
      object: amendment.object,
    })),
    subcontracts: subcontracts.map((act) => ({
      scheme: act.scheme,
      identifier: act.identifier,
      siren: act.siren,
      name: nameOf(act),
      amount: euros(act.amount_cents),
      notifiedOn: act.notified_on,
      durationMonths: act.duration_months,
    })),
    otherVersions: otherVersions.map((version) => ({
      id: version.id,
      publishedOn: version.published_on,
      notifiedOn: version.notified_on,
      amount: euros(version.amount_cents),
      object: version.object,
      isCurrent: version.is_current,
    })),
    origin: {
      importId: Number(row.import_id),
      file: row.file_name,
      format: row.format,
      ...placeOfLine(row.sheets, row.line),
    },
  }
}

export type ContractReport = NonNullable<Awaited<ReturnType<typeof reportContract>>>
