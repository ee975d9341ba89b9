import type { Db } from '../database/connect.ts'
import {
  type ExportCursor,
  type ExportScope,
  listAmendmentsOf,
  listBuyerIds,
  listContractsToExport,
  listLegalCategories,
  listSubcontractsOf,
  listVerdictsOf,
} from '../database/contract-exports.ts'
import { listHolders } from '../database/contracts.ts'
import { findDataVersion } from '../database/imports.ts'
import type { Consideration } from '../domain/contract/considerations.ts'
import { EARLIEST_PLAUSIBLE_DAY, isPlausibleDay } from '../domain/contract/contract-problems.ts'
import type { ExportedContract, ExportedHolder } from '../domain/contract-export/exported-contract.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import { findRule } from '../domain/supplier/rules.ts'
import { PERIMETER_IDS } from '../domain/supplier/verdict.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { maskNames } from './mask-names.ts'

const PAGE_SIZE = 500

type ContractRow = Awaited<ReturnType<typeof listContractsToExport>>[number]

/** Items by the contract they belong to. */
function byContract<T extends { contract_id: string }>(rows: readonly T[]): (id: string) => readonly T[] {
  const map = Map.groupBy(rows, ({ contract_id }) => contract_id)
  return (id) => map.get(id) ?? []
}

/** The parts of a page of contracts, put together: five queries whatever the number of contracts. */
async function completePage(db: Db, clock: Clock, rows: readonly ContractRow[]): Promise<ExportedContract[]> {
  const ids = rows.map(({ id }) => id)
  const today = todayOf(clock)
  const holders = await listHolders(db, ids)
  const subcontracts = await listSubcontractsOf(db, ids)
  const nameOf = await maskNames(db, [...holders, ...subcontracts])
  const categories = await listLegalCategories(db, [...new Set(holders.flatMap(({ siren }) => siren ?? []))])
  const verdicts = await listVerdictsOf(db, ids, { from: EARLIEST_PLAUSIBLE_DAY, to: today })
  const verdictOf = new Map(verdicts.map((v) => [`${v.contract_id} ${v.position} ${v.perimeter}`, v]))
  const holdersOf = byContract(holders)
  const amendmentsOf = byContract(await listAmendmentsOf(db, ids))
  const subcontractsOf = byContract(subcontracts)

  const holderOf = (row: (typeof holders)[number]): ExportedHolder => ({
    scheme: row.scheme,
    identifier: row.identifier,
    siren: row.siren,
    name: nameOf(row),
    legalCategory: row.siren === null ? null : (categories.get(row.siren) ?? null),
    verdicts: PERIMETER_IDS.map((perimeter) => {
      const found = verdictOf.get(`${row.contract_id} ${row.position} ${perimeter}`)
      const rule = found?.rule ? (findRule(found.rule)?.title ?? null) : null
      return { perimeter, outcome: found?.outcome ?? 'undetermined', rule }
    }),
  })
  return rows.map((row) => ({
    ...contentOf(row),
    countedOn: row.counted_on !== null && isPlausibleDay(row.counted_on, today) ? row.counted_on : null,
    holders: holdersOf(row.id).map(holderOf),
    amendments: amendmentsOf(row.id).map((amendment) => ({
      amendedOn: amendment.amended_on,
      publishedOn: amendment.published_on,
      amountCents: amendment.amount_cents,
      durationMonths: amendment.duration_months,
      object: amendment.object,
      holders: amendment.holders as ExportedContract['amendments'][number]['holders'],
    })),
    subcontracts: subcontractsOf(row.id).map((act) => ({
      scheme: act.scheme,
      identifier: act.identifier,
      siren: act.siren,
      name: nameOf(act),
      amountCents: act.amount_cents,
      notifiedOn: act.notified_on,
      durationMonths: act.duration_months,
    })),
  }))
}

const contentOf = (row: ContractRow) => ({
  id: row.id,
  groupId: row.group_id,
  kind: row.kind,
  buyer: { id: row.buyer_id, siren: row.buyer_siren, name: row.buyer_name },
  sourceId: row.source_id,
  lot: row.lot,
  object: row.object,
  nature: row.nature,
  procedure: row.procedure,
  cpv: row.cpv,
  frameworkId: row.framework_id,
  placeCode: row.place_code,
  placeCodeType: row.place_code_type,
  placeName: row.place_name,
  durationMonths: row.duration_months,
  notifiedOn: row.notified_on,
  publishedOn: row.published_on,
  initialAmountCents: row.initial_amount_cents,
  amountCents: row.amount_cents,
  priceForm: row.price_form,
  ccag: row.ccag,
  groupType: row.group_type,
  offersReceived: row.offers_received,
  innovative: row.innovative,
  advance: row.advance,
  advanceRate: row.advance_rate,
  subcontractingDeclared: row.subcontracting_declared,
  euOrigin: row.eu_origin,
  frenchOrigin: row.french_origin,
  techniques: row.techniques,
  executionModes: row.execution_modes,
  priceTypes: row.price_types,
  socialConsiderations: row.social_considerations as Consideration[] | null,
  environmentalConsiderations: row.environmental_considerations as Consideration[] | null,
})

/** One buyer after the other, so that each page is found in the contracts of one; `null`: all at once. */
async function listScopes(db: Db, filters: ContractFilters): Promise<ExportScope[]> {
  const { buyers, groups = [] } = filters
  if (buyers.length + groups.length === 0) return [{ buyerId: null, filters }]
  const ids = await listBuyerIds(db, filters)
  return ids.map((buyerId) => ({ buyerId, filters }))
}

const CHANGED =
  'Les données ont changé pendant l’export (un import ou une décision, par exemple) : le fichier mêlerait deux états. Il est interrompu ; relancez l’export.'

/**
 * The current contracts that the filters keep, those of one group one after the other, a page at a time: memory does not grow
 * with their number, and whoever stops reading stops the queries. Names of natural persons are masked. Throws
 * `data-changed` when the data changed meanwhile: pages of two states are not one export.
 */
export async function* listExportedContracts(
  db: Db,
  clock: Clock,
  filters: ContractFilters,
  pageSize = PAGE_SIZE,
): AsyncGenerator<ExportedContract, void, undefined> {
  const version = await findDataVersion(db)
  for (const scope of await listScopes(db, filters)) {
    let after: ExportCursor | null = null
    for (;;) {
      const rows: ContractRow[] = await listContractsToExport(db, scope, after, pageSize)
      const last = rows.at(-1)
      if (last === undefined) break
      const contracts = await completePage(db, clock, rows)
      const current = await findDataVersion(db)
      if (current?.getTime() !== version?.getTime()) throw new AppError('data-changed', CHANGED)
      yield* contracts
      if (rows.length < pageSize) break
      after = { groupId: last.group_id, id: last.id }
    }
  }
}
