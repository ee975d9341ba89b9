import type { Db } from '../database/connect.ts'
import { countUnknownEnds, listEndDays } from '../database/ending-contracts.ts'
import { type CpvSuppliers, countSuppliersByCpv } from '../database/supplier-diversity.ts'
import type { PeerRequest } from '../domain/buyer/peer-criteria.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import { addMonths } from '../domain/dates/add-months.ts'
import { addDays } from '../domain/dates/iso-date.ts'
import { shareIndicatorOf } from '../domain/indicator/indicators.ts'
import { renewalNeeded, simulateShare, WHOLE } from '../domain/plan/simulate-share.ts'
import type { FrameworkMethod, HolderMethod } from '../domain/share/share.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { listOpened, type OpenedContract, type OpenRequest, openContracts } from './indicator-contracts.ts'
import { type IndicatorReport, type IndicatorRow, reportIndicator } from './indicator-report.ts'
import { type PeerFigure, readPeers } from './peer-figure.ts'
import type { ShareFigure } from './share-report.ts'
import type { StudyCriteria } from './study-filters.ts'

/** For whom a target is to be set, in which perimeter, and what is supposed of the months to come. */
export type StudyRequest = {
  buyers: readonly string[]
  groups: readonly string[]
  perimeter: PerimeterId
  holders: HolderMethod
  frameworks: FrameworkMethod
  /** Which contracts are looked at, in every part: reached, ending, of comparable buyers and of suppliers. */
  filters: StudyCriteria
  /** Whole civil years of history before the current one. */
  years: number
  /** Months to come, looked at for contracts that end, and months past that they are compared with. */
  months: number
  /** Hundredths of a point: what part of what is renewed would go to the perimeter. */
  scenarios: readonly number[]
  /** Hundredths of a point: a target thought of; `null`: none. */
  target: number | null
  /** Who is comparable, for one buyer. */
  peers: PeerRequest
}

/** Suppliers of the perimeter that hold such contracts in the database, since the first year of the history; `cpv`: what "such" means. */
export type Supply = CpvSuppliers & { cpv: string }

/** A contract that ends soon, with its expected end and who else could do it (`null`: it has no CPV code). */
export type EndingContract = Omit<OpenedContract, 'counted'> & { endsOn: string; supply: Supply | null }

/** A share supposed: undetermined suppliers of the past counted as no, as yes. */
type Supposed = { lower: number | null; upper: number | null }
export type Scenario = { percent: number; contracts: Supposed; value: Supposed }

export type TargetStudy = {
  perimeter: string
  /** The indicator that each figure is. */
  indicator: string
  /** As asked; each part says its own days. */
  filters: Pick<ContractFilters, 'buyers' | 'groups'> & StudyCriteria
  history: { from: string; to: string; total: ShareFigure; years: IndicatorRow[]; families: IndicatorRow[] }
  /** `null` for a group, several buyers, or one that has no contract here. */
  peers: PeerFigure | null
  toCome: {
    from: string
    to: string
    total: ShareFigure
    families: (IndicatorRow & { supply: Supply | null })[]
    contracts: EndingContract[]
    /** Contracts of these buyers whose end is not known. */
    withoutEnd: number
  }
  simulation: {
    /** The months past that the months to come are supposed to resemble. */
    past: { from: string; to: string; total: ShareFigure }
    scenarios: Scenario[]
    /** Part of what is renewed that brings the share to the target, in percent; above 100: renewals alone cannot; `null`: nothing is renewed. */
    needed: { target: number; contracts: number | null; value: number | null } | null
  }
} & Pick<IndicatorReport, 'method' | 'sources' | 'caveats' | 'asOf'>

/** Contracts listed one by one, those of the most euros first; the address of the figure gives them all. */
const MOST_CONTRACTS = 200
/** Ten years of the largest buyer are a tenth of it. */
const MOST_READ = 100_000

/** "45233140" → "4523", "45000000" → "45": what contracts have in common, four digits at most. */
export const cpvClassOf = (cpv: string): string => {
  const significant = cpv.slice(0, 4).replace(/0+$/, '')
  return significant.length >= 2 ? significant : cpv.slice(0, 2)
}

const percentOf = (hundredths: number) => hundredths / 100
const centsOf = (euros: number) => BigInt(Math.round(euros * 100))

/** The parts of a figure in whole numbers. */
const contractsIn = ({ contracts: { yes, no, undetermined } }: ShareFigure) => ({
  yes: BigInt(yes),
  no: BigInt(no),
  undetermined: BigInt(undetermined),
})
const eurosIn = ({ value: { yes, no, undetermined } }: ShareFigure) => ({
  yes: centsOf(yes),
  no: centsOf(no),
  undetermined: centsOf(undetermined),
})

function simulate(past: ShareFigure, ending: ShareFigure, { scenarios, target }: StudyRequest) {
  const contracts = { past: contractsIn(past), renewed: BigInt(ending.contracts.total) }
  const value = { past: eurosIn(past), renewed: centsOf(ending.value.total) }
  const percent = (needed: number | null) => (needed === null ? null : percentOf(needed))
  return {
    scenarios: scenarios.map((hundredths) => ({
      percent: percentOf(hundredths),
      contracts: simulateShare(contracts, hundredths),
      value: simulateShare(value, hundredths),
    })),
    needed:
      target === null
        ? null
        : {
            target: percentOf(target),
            contracts: percent(renewalNeeded(contracts, target)),
            value: percent(renewalNeeded(value, target)),
          },
  }
}

const CAVEATS = [
  'La fin d’un marché est estimée : jour de notification et dernière durée connue ; reconductions et résiliations n’y sont pas.',
  'La simulation suppose des achats semblables à ceux de la période passée, où seuls les marchés qui finissent changeraient de titulaire : ce n’est pas une prévision.',
]

const TRAITS = ['kind', 'size', 'department', 'region'] as const

/** Refuses to say who is like several buyers: only one has a like. Throws `bad-usage`. */
function refuseTraits(peers: PeerRequest): void {
  const given = TRAITS.find((trait) => peers[trait] !== null)
  if (given !== undefined)
    throw new AppError(
      'bad-usage',
      `« ${given} » dit à qui ressemble un acheteur seul : retirez-le, ou demandez l’étude d’un seul acheteur, sans groupe.`,
    )
}

/**
 * What it takes to set a target: what was reached, family by family; what ends soon, and who of the perimeter holds such contracts
 * elsewhere; what the share would be if a part of it went to them. Every figure is one of the catalogue, and opens at its address.
 * Throws `bad-usage` without buyer, and for traits of a buyer where there is not one alone; `not-found` for an unknown group.
 */
export async function reportTargetStudy(db: Db, clock: Clock, request: StudyRequest): Promise<TargetStudy> {
  const { buyers, groups, perimeter, holders, frameworks, filters: criteria, years, months, peers } = request
  if (buyers.length + groups.length === 0)
    throw new AppError(
      'bad-usage',
      'Une étude est celle d’un acheteur ou d’un groupe : donnez buyer ou group.',
    )
  if (buyers.length + groups.length > 1 || groups.length > 0) refuseTraits(peers)
  const today = todayOf(clock)
  const looked = { buyers, groups, from: null, to: null, ...criteria }
  const ask = (filters: Partial<ContractFilters>, by?: 'year' | 'cpv-division') =>
    reportIndicator(db, clock, {
      id: shareIndicatorOf(perimeter).id,
      perimeter,
      holders,
      frameworks,
      by,
      filters: { ...looked, ...filters },
    })
  const history = { from: `${Number(today.slice(0, 4)) - years}-01-01`, to: today }
  // As many days as the months past: from tomorrow, where these end today.
  const toCome = { from: addDays(today, 1), to: addMonths(today, months) ?? '9999-12-31' }
  const past = { from: addDays(addMonths(today, -months) ?? EARLIEST_PLAUSIBLE_DAY, 1), to: today }
  const ends = { endsFrom: toCome.from, endsTo: toCome.to }

  const byYear = await ask(history, 'year')
  const byFamily = await ask(history, 'cpv-division')
  const ending = await ask(ends, 'cpv-division')
  const before = await ask(past)
  const contracts = await listEnding(db, clock, request, ends)
  const supplyOf = await readSupply(db, clock, request, history.from, [
    ...ending.rows.map(({ key }) => key),
    ...contracts.flatMap(({ cpv }) => (cpv === null ? [] : [cpvClassOf(cpv)])),
  ])
  const withoutEnd = await countUnknownEnds(db, {
    filters: looked,
    ...countedOn(clock, frameworks),
  })
  const { method, sources, caveats, asOf } = byYear
  const { from: _from, to: _to, ...filters } = byYear.filters
  return {
    perimeter,
    indicator: shareIndicatorOf(perimeter).id,
    filters,
    history: { ...history, total: byFamily.total, years: byYear.rows, families: byFamily.rows },
    peers: await readPeers(db, clock, request, history),
    toCome: {
      ...toCome,
      total: ending.total,
      families: ending.rows.map((row) => ({ ...row, supply: supplyOf(row.key) })),
      contracts: contracts.map((contract) => ({
        ...contract,
        supply: contract.cpv === null ? null : supplyOf(cpvClassOf(contract.cpv)),
      })),
      withoutEnd,
    },
    simulation: { past: { ...past, total: before.total }, ...simulate(before.total, ending.total, request) },
    ...{ method, sources, asOf },
    caveats: [...caveats, ...CAVEATS],
  }
}

const countedOn = (clock: Clock, frameworks: FrameworkMethod) => ({
  frameworks,
  isDated: false,
  plausibleFrom: EARLIEST_PLAUSIBLE_DAY,
  plausibleTo: todayOf(clock),
})

/** The contracts that end between two days, those of the most euros first. */
async function listEnding(
  db: Db,
  clock: Clock,
  { buyers, groups, perimeter, holders, frameworks, filters }: StudyRequest,
  ends: { endsFrom: string; endsTo: string },
): Promise<Omit<EndingContract, 'supply'>[]> {
  const opening: OpenRequest = {
    id: shareIndicatorOf(perimeter).id,
    perimeter,
    holders,
    frameworks,
    filters: { ...filters, buyers, groups, from: null, to: null, ...ends },
    part: 'counted',
    key: null,
  }
  const all = await listOpened(db, clock, opening, { limit: MOST_READ, offset: 0 })
  const rows = all
    .sort((a, b) => Number(b.cents - a.cents) || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_CONTRACTS)
  const endDays = await listEndDays(
    db,
    rows.map(({ id }) => id),
    countedOn(clock, frameworks),
  )
  const opened = await openContracts(db, clock, opening, rows)
  return opened.flatMap(({ counted: _, ...contract }) => {
    const endsOn = endDays.get(contract.id)
    return endsOn === undefined ? [] : [{ ...contract, endsOn }]
  })
}

/** Who of the perimeter holds contracts of these beginnings of CPV since a day, whatever the buyer. */
async function readSupply(
  db: Db,
  clock: Clock,
  { buyers, groups, perimeter, frameworks, filters }: StudyRequest,
  since: string,
  prefixes: readonly string[],
): Promise<(prefix: string) => Supply | null> {
  const usable = [...new Set(prefixes)].filter((prefix) => /^\d+$/.test(prefix))
  const asked = {
    filters: { ...filters, buyers: [], from: since, to: todayOf(clock) },
    perimeter,
    ...countedOn(clock, frameworks),
  }
  const found = await countSuppliersByCpv(db, asked, usable, { buyers, groups, from: null, to: null })
  return (prefix) =>
    usable.includes(prefix)
      ? { cpv: prefix, ...(found.get(prefix) ?? { suppliers: 0, newToBuyers: 0 }) }
      : null
}

/** What is supposed when nothing is said: a tenth, a quarter, half, in hundredths of a point. */
export const USUAL_SCENARIOS: readonly number[] = [WHOLE / 10, WHOLE / 4, WHOLE / 2]
