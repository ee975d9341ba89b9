import type { Db } from '../database/connect.ts'
import {
  findInsertionVersion,
  listEmployerFacts,
  listStatementFacts,
  sumContractsFact,
} from '../database/insertion-report.ts'
import { countPeople } from '../domain/insertion/count-people.ts'
import { hideSmallGroups, SMALLEST_SHOWN } from '../domain/insertion/hide-small-groups.ts'
import { hoursOf } from '../domain/insertion/hours.ts'
import type { FullTimeHours, InsertionFacts } from '../domain/insertion/insertion-facts.ts'
import type { InsertionFigure, InsertionIndicator } from '../domain/insertion/insertion-indicator.ts'
import { INSERTION_INDICATORS } from '../domain/insertion/insertion-indicators.ts'
import { MANDATORY_CLAUSE } from '../domain/insertion/insertion-references.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { chooseClauses, type ReadClause } from './insertion-clauses.ts'
import { type DataSources, listSources } from './sources.ts'

/** What the report is asked for. `isInternal`: small groups are shown, for those who already know the people. */
export type InsertionRequest = {
  buyers: readonly string[]
  from: string | null
  to: string | null
  fullTimeHours: FullTimeHours
  isInternal: boolean
  /** Cents from which a clause is due; `null`: that share is not computed. */
  thresholdCents: bigint | null
}

export type InsertionLine = {
  key: string
  title: string
  hours: number | null
  people: number | null
  isHidden: boolean
}

/** An indicator with its figure: all that it takes to quote it. */
export type InsertionResult = Omit<InsertionIndicator, 'compute' | 'references' | 'exclusions'> & {
  exclusions: string[]
  references: { title: string; url: string; checkedOn: string }[]
  value: number | null
  atMost: number | null
  parts: Record<string, number | null>
  groups: InsertionLine[]
  isHidden: boolean
}

export type InsertionReport = {
  indicators: InsertionResult[]
  method: { fullTimeHours: number; smallestGroup: number | null; threshold: number | null }
  filters: { buyers: string[]; from: string | null; to: string | null }
  straddling: number
  sources: DataSources
  caveats: string[]
  asOf: string | null
}

function amountOf({ clause: { contracts } }: ReadClause): bigint | null {
  const cents = contracts.map(({ amountCents }) => (amountCents === null ? null : BigInt(amountCents)))
  if (cents.length === 0 || cents.includes(null)) return null
  return cents.reduce<bigint>((sum, amount) => sum + (amount ?? 0n), 0n)
}

const factOf = (read: ReadClause): InsertionFacts['clauses'][number] => ({
  id: read.clause.id,
  bases: read.clause.terms.bases,
  beneficiaries: read.clause.terms.beneficiaries,
  state: read.standing.state,
  dueHundredths: read.dueHundredths,
  doneHundredths: read.standing.doneHundredths,
  contractIds: read.clause.contracts.map(({ id }) => id),
  amountCents: amountOf(read),
})

/** All that the indicators are computed from, and how many statements straddle a bound of the period. */
async function gatherFacts(db: Db, clock: Clock, request: InsertionRequest, on: string) {
  const { buyers, from, to, fullTimeHours, thresholdCents } = request
  const filters = { buyers, states: [], bases: [], from, to, on, thresholds: {} }
  const clauses = await chooseClauses(db, clock, filters)
  const ids = clauses.map(({ clause }) => clause.id)
  const { statements, straddling } = await listStatementFacts(db, ids, { from, to })
  const sirens = [...new Set(statements.flatMap(({ employerSiren }) => employerSiren ?? []))]
  const mandatory = thresholdCents === null ? null : { thresholdCents, from: MANDATORY_CLAUSE.from }
  const facts: InsertionFacts = {
    clauses: clauses.map(factOf),
    statements,
    employers: await listEmployerFacts(db, sirens, on),
    contracts: await sumContractsFact(db, buyers, { from, to }, mandatory),
    fullTimeHours,
  }
  return { facts, straddling }
}

/** Figures that tell of few people when few people there are. */
const OF_PEOPLE = new Set([
  'insertion-people',
  'insertion-employment-contracts',
  'insertion-hours-per-person',
])

/** An indicator as the public may see it: small groups, and what would give them away, are hidden. */
function shownTo(isInternal: boolean, { id }: InsertionIndicator, figure: InsertionFigure, people: number) {
  const lines = figure.groups ?? []
  const groups = isInternal
    ? lines
    : hideSmallGroups(lines, { people, isPartition: figure.isPartition ?? false })
  const isFew = people > 0 && people < SMALLEST_SHOWN && OF_PEOPLE.has(id)
  const isHidden = !isInternal && (isFew || groups.some((line) => line.isHidden))
  return { groups, isHidden }
}

function resultOf(
  indicator: InsertionIndicator,
  facts: InsertionFacts,
  isInternal: boolean,
): InsertionResult {
  const figure = indicator.compute(facts)
  const { groups, isHidden } = shownTo(isInternal, indicator, figure, countPeople(facts.statements).atLeast)
  const { compute: _, exclusions, references, ...about } = indicator
  return {
    ...about,
    exclusions: [...exclusions],
    references: [...references],
    value: isHidden ? null : figure.value,
    atMost: isHidden ? null : (figure.atMost ?? null),
    parts: isHidden ? {} : { ...figure.parts },
    groups: groups.map(({ hundredths, ...line }) => ({
      ...line,
      hours: hundredths === null ? null : hoursOf(hundredths),
    })),
    isHidden,
  }
}

function caveatsOf(
  { isInternal, thresholdCents }: InsertionRequest,
  straddling: number,
  facts: InsertionFacts,
): string[] {
  const caveats: string[] = []
  if (straddling > 0)
    caveats.push(
      `${straddling} relevé(s) à cheval sur une borne de la période : leurs heures ne sont pas comptées.`,
    )
  if (!isInternal)
    caveats.push(
      `Les groupes de moins de ${SMALLEST_SHOWN} personnes ne sont pas montrés, ni ce qui les ferait deviner par soustraction.`,
    )
  if (thresholdCents === null)
    caveats.push('Aucun seuil donné : la part des marchés où la clause est obligatoire n’est pas calculée.')
  const unvalidated = facts.statements.filter(({ isValidated }) => isValidated !== true).length
  if (unvalidated > 0)
    caveats.push(`${unvalidated} relevé(s) non validés comptent parmi les heures réalisées.`)
  return caveats
}

/** The indicators of insertion over a period, each with its definition, its parts and what it leaves out. */
export async function reportInsertion(
  db: Db,
  clock: Clock,
  request: InsertionRequest,
): Promise<InsertionReport> {
  const today = todayOf(clock)
  const on = request.to !== null && request.to < today ? request.to : today
  const { facts, straddling } = await gatherFacts(db, clock, request, on)
  const { sources } = await listSources(db)
  const version = await findInsertionVersion(db)
  const { buyers, from, to, isInternal, fullTimeHours, thresholdCents } = request
  return {
    indicators: INSERTION_INDICATORS.map((indicator) => resultOf(indicator, facts, isInternal)),
    method: {
      fullTimeHours,
      smallestGroup: isInternal ? null : SMALLEST_SHOWN,
      threshold: thresholdCents === null ? null : Number(thresholdCents) / 100,
    },
    filters: { buyers: [...buyers], from, to },
    straddling,
    sources,
    caveats: caveatsOf(request, straddling, facts),
    asOf: version?.toISOString() ?? null,
  }
}
