import type { Db } from '../database/connect.ts'
import { sumFigure } from '../database/indicators.ts'
import { INSERTION_CONTRACTS, INSERTION_MANDATORY } from '../domain/indicator/insertion-contracts.ts'
import { SMALLEST_SHOWN } from '../domain/insertion/hide-small-groups.ts'
import type { FullTimeHours, InsertionFacts } from '../domain/insertion/insertion-facts.ts'
import type { InsertionIndicator } from '../domain/insertion/insertion-indicator.ts'
import { INSERTION_INDICATORS } from '../domain/insertion/insertion-indicators.ts'
import { totalOf } from '../domain/share/share.ts'
import { boundsOf } from '../domain/share/share-bounds.ts'
import type { Clock } from '../platform/clock.ts'
import { plural } from './caveats.ts'
import { figureQueryOf, methodOf } from './indicator-request.ts'
import { type InsertionValue, tellFigure } from './insertion-result.ts'
import { loadBase, select } from './insertion-selection.ts'
import { eurosOf } from './share-report.ts'
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

/** An indicator with its figure: all that it takes to quote it. */
export type InsertionResult = Pick<InsertionIndicator, 'id' | 'title' | 'definition' | 'formula' | 'unit'> & {
  exclusions: string[]
  assumptions: string[]
  references: { title: string; url: string; checkedOn: string }[]
} & InsertionValue

export type InsertionReport = {
  indicators: InsertionResult[]
  method: { fullTimeHours: number; smallestGroup: number | null; threshold: number | null }
  filters: { buyers: string[]; from: string | null; to: string | null }
  straddling: number
  sources: DataSources
  caveats: string[]
  asOf: string | null
}

type Texts = Pick<
  InsertionIndicator,
  'id' | 'title' | 'definition' | 'formula' | 'exclusions' | 'assumptions' | 'references'
>

const textsOf = ({ id, title, definition, formula, exclusions, assumptions, references }: Texts) => ({
  id,
  title,
  definition,
  formula,
  exclusions: [...exclusions],
  assumptions: [...assumptions],
  references: references.map((reference) => ({ ...reference })),
})

/** The contracts that carry a clause, of all and of those where it is due: the figures of the catalogue, on one line. */
async function contractsResult(db: Db, clock: Clock, request: InsertionRequest): Promise<InsertionResult> {
  const { buyers, from, to, thresholdCents } = request
  const filters = { buyers, from, to }
  const figure = async (id: string, threshold?: bigint) =>
    (await sumFigure(db, figureQueryOf(clock, methodOf({ id, filters, threshold }), filters))).total
  const all = await figure(INSERTION_CONTRACTS.id)
  const due = thresholdCents === null ? null : await figure(INSERTION_MANDATORY.id, thresholdCents)
  return {
    ...textsOf(INSERTION_CONTRACTS),
    unit: 'marchés',
    value: Number(all.contracts.yes),
    atMost: null,
    parts: {
      contracts: Number(totalOf(all.contracts)),
      toComplete: Number(all.contracts.undetermined),
      value: eurosOf(all.cents.yes),
      allValue: eurosOf(totalOf(all.cents)),
      shareByNumber: boundsOf(all.contracts).lower,
      shareByValue: boundsOf(all.cents).lower,
      aboveThreshold: due && Number(totalOf(due.contracts)),
      aboveThresholdWithClause: due && Number(due.contracts.yes),
      shareAboveThreshold: due && boundsOf(due.contracts).lower,
    },
    groups: [],
    isHidden: false,
  }
}

/** What a reader must know before quoting figures of hours and people. */
export function insertionCaveats(
  { isInternal }: Pick<InsertionRequest, 'isInternal'>,
  straddling: number,
  { statements }: Pick<InsertionFacts, 'statements'>,
): string[] {
  const caveats: string[] = []
  if (straddling > 0)
    caveats.push(
      `${plural(straddling, 'relevé est', 'relevés sont')} à cheval sur une borne de la période : leurs heures ne sont pas comptées.`,
    )
  if (!isInternal)
    caveats.push(
      `Les groupes de moins de ${SMALLEST_SHOWN} personnes ne sont pas montrés, ni ce qui les ferait deviner par soustraction.`,
    )
  const uncounted = statements.filter(
    ({ person, people, hundredths }) => person === null && people === null && hundredths > 0,
  ).length
  if (uncounted > 0)
    caveats.push(
      `${plural(uncounted, 'relevé d’heures ne dit pas', 'relevés d’heures ne disent pas')} combien de personnes les ont faites : leur nombre est un minimum, sans borne haute.`,
    )
  const unvalidated = statements.filter(({ isValidated }) => isValidated !== true).length
  if (unvalidated > 0)
    caveats.push(
      `${plural(unvalidated, 'relevé non validé compte', 'relevés non validés comptent')} parmi les heures réalisées.`,
    )
  return caveats
}

/** The indicators of insertion over a period, each with its definition, its parts and what it leaves out: a view of the catalogue. */
export async function reportInsertion(
  db: Db,
  clock: Clock,
  request: InsertionRequest,
): Promise<InsertionReport> {
  const { buyers, from, to, isInternal, fullTimeHours, thresholdCents } = request
  const base = await loadBase(db, clock, { buyers, from, to }, fullTimeHours)
  const selection = await select(db, base, {}, { by: null, phases: [] })
  const { sources, asOf } = await listSources(db)
  const told = INSERTION_INDICATORS.map((indicator) => ({
    ...textsOf(indicator),
    unit: indicator.unit,
    ...tellFigure(indicator, selection, { isInternal, neighbours: [] }).total,
  }))
  const noThreshold =
    'Aucun seuil donné : la part des marchés où la clause est obligatoire n’est pas calculée.'
  return {
    indicators: [await contractsResult(db, clock, request), ...told],
    method: {
      fullTimeHours,
      smallestGroup: isInternal ? null : SMALLEST_SHOWN,
      threshold: thresholdCents === null ? null : eurosOf(thresholdCents),
    },
    filters: { buyers: [...buyers], from, to },
    straddling: base.straddling,
    sources,
    caveats: [
      ...insertionCaveats(request, base.straddling, selection.total),
      ...(thresholdCents === null ? [noThreshold] : []),
    ],
    asOf,
  }
}
