import type { Db } from '../database/connect.ts'
import {
  countInsertionEntries,
  type DecisionEvent,
  type ImportEvent,
  listCompleteLists,
  listDecisionEvents,
  listFactEvents,
  listHolderUnits,
  listImportEvents,
  listPlanImports,
  listStandings,
  listSuccessors,
} from '../database/edition-events.ts'
import { type Cause, type CauseKind, canMove } from '../domain/edition/cause.ts'
import type { ContractChange } from '../domain/edition/compare-contracts.ts'
import type { Clock } from '../platform/clock.ts'
import { todayOf } from '../platform/clock.ts'
import { inWords } from './french-numbers.ts'

/** What the causes are looked for with. `perimeters`: what each figure is about, `null`: no perimeter in particular. */
export type CauseSearch = {
  since: Date
  perimeters: ReadonlyMap<string, string | null>
  rules: { before: number; after: number }
}

export const causeOf = (
  kind: CauseKind,
  text: string,
  { importId = null, decisionId = null }: { importId?: number | null; decisionId?: number | null } = {},
): Cause => ({
  id: [kind, importId ?? decisionId].filter((part) => part !== null).join('-'),
  kind,
  text,
  importId,
  decisionId,
})

const nameOf = ({ importId, fileName, at, isUndone }: ImportEvent) =>
  isUndone
    ? `l’import n° ${importId} (« ${fileName} ») a été annulé le ${inWords(at.toISOString())}`
    : `l’import n° ${importId} (« ${fileName} ») du ${inWords(at.toISOString())}`

const KIND_OF = {
  contracts: ['contracts-imported', 'contracts-undone'],
  payments: ['contracts-imported', 'contracts-undone'],
  reference: ['list-imported', 'list-undone'],
  plan: ['plan-changed', 'plan-changed'],
  hours: ['insertion-changed', 'insertion-changed'],
} as const satisfies Record<ImportEvent['kind'], readonly [CauseKind, CauseKind]>

const SAYS = {
  contracts: 'Marchés ajoutés, corrigés ou retirés',
  payments: 'Dépenses',
  reference: 'Liste de référence',
  plan: 'Plan',
  hours: 'Heures d’insertion',
} as const

/** An import, or its undoing, as a cause. */
export const causeOfImport = (event: ImportEvent): Cause =>
  causeOf(KIND_OF[event.kind][event.isUndone ? 1 : 0], `${SAYS[event.kind]} : ${nameOf(event)}.`, {
    importId: event.importId,
  })

const causeOfDecision = ({
  siren,
  decisionId,
  perimeter,
  outcome,
  author,
  at,
  isReverted,
}: DecisionEvent): Cause =>
  causeOf(
    isReverted ? 'decision-reverted' : 'decision',
    isReverted
      ? `Décision n° ${decisionId} sur le fournisseur ${siren} (${perimeter}) annulée le ${inWords(at.toISOString())} par ${author}.`
      : `Décision n° ${decisionId} du ${inWords(at.toISOString())} : le fournisseur ${siren} ${outcome === 'yes' ? 'est' : 'n’est pas'} dans le périmètre ${perimeter} (${author}).`,
    { decisionId },
  )

/** Why a supplier's answer changed: a decision first, since it wins; then what lists say of it; then what they no longer say. */
async function explainAnswers(db: Db, changes: readonly ContractChange[], search: CauseSearch) {
  const { since, perimeters, rules } = search
  const units = Map.groupBy(
    await listHolderUnits(
      db,
      changes.map(({ id }) => id),
    ),
    ({ contractId }) => contractId,
  )
  const sirens = [...new Set([...units.values()].flatMap((of) => of.map(({ siren }) => siren)))]
  const decisions = await listDecisionEvents(db, sirens, since)
  const facts = await listFactEvents(db, sirens, since)
  const events = await listImportEvents(db, since)
  const lists = await listCompleteLists(db, since)
  const importsOf = (ids: readonly number[]) =>
    events
      .filter(({ importId, isUndone, kind }) => !isUndone && kind === 'reference' && ids.includes(importId))
      .map(causeOfImport)
  const undone = events.filter(({ isUndone, kind }) => isUndone && kind === 'reference').map(causeOfImport)
  const newRules =
    rules.before === rules.after
      ? []
      : [
          causeOf(
            'rules-version',
            `Règles de classement : version ${rules.before} à la publication, ${rules.after} aujourd’hui.`,
          ),
        ]
  return (change: ContractChange, key: string): Cause[] => {
    const of = (units.get(change.id) ?? []).map(({ siren }) => siren)
    const perimeter = perimeters.get(key) ?? null
    const decided = decisions.filter(
      (event) => of.includes(event.siren) && canMove(event.perimeter, perimeter),
    )
    if (decided.length > 0) return decided.map(causeOfDecision)
    const said = facts.filter(({ siren }) => of.includes(siren)).map(({ importId }) => importId)
    const listed = [...importsOf(said), ...undone]
    if (listed.length > 0) return [...listed, ...newRules]
    return [...importsOf(lists), ...newRules]
  }
}

/** Why each contract counts otherwise, by contract then by figure; an empty list: nothing says why. */
export async function explainContracts(
  db: Db,
  clock: Clock,
  changes: readonly ContractChange[],
  search: CauseSearch,
): Promise<(change: ContractChange, key: string) => Cause[]> {
  const events = await listImportEvents(db, search.since)
  const publishedOn = todayOf({ now: () => search.since })
  const today = todayOf(clock)
  const imported = new Map(events.filter(({ isUndone }) => !isUndone).map((event) => [event.importId, event]))
  const undone = new Map(events.filter(({ isUndone }) => isUndone).map((event) => [event.importId, event]))
  const standings = new Map(
    (
      await listStandings(
        db,
        changes.map(({ id }) => id),
      )
    ).map((standing) => [standing.id, standing]),
  )
  const groups = changes.flatMap(({ before, after }) => [before ?? after].flatMap((c) => c?.groupId ?? []))
  const successors = Map.groupBy(await listSuccessors(db, groups), ({ groupId }) => groupId)
  const formerImports = Map.groupBy(
    changes.flatMap(({ before }) => before ?? []),
    ({ groupId }) => groupId,
  )
  const answered = await explainAnswers(
    db,
    changes.filter(({ before, after }) => before !== null && after !== null),
    search,
  )
  const causesOf = (known: ReadonlyMap<number, ImportEvent>, ids: readonly number[]) =>
    [...new Set(ids)].flatMap((id) => known.get(id) ?? []).map(causeOfImport)

  const cameBy = (after: NonNullable<ContractChange['after']>): Cause[] => {
    const brought = causesOf(imported, [after.importId])
    if (brought.length > 0) return brought
    const former = (formerImports.get(after.groupId) ?? []).map(({ importId }) => importId)
    const freed = causesOf(undone, former)
    if (freed.length > 0) return freed
    if (after.countedOn > publishedOn && after.countedOn <= today)
      return [
        causeOf(
          'day-reached',
          `Des marchés étaient datés d’après la publication (${inWords(search.since.toISOString())}) : leur jour est venu.`,
        ),
      ]
    return []
  }
  const wentBy = ({ id, groupId, importId }: NonNullable<ContractChange['before']>): Cause[] => {
    const standing = standings.get(id)
    if (standing === undefined) return causesOf(undone, [importId])
    if (!standing.isCurrent)
      return causesOf(
        imported,
        (successors.get(groupId) ?? []).map((successor) => successor.importId),
      )
    return causesOf(imported, standing.frameworks).map((cause) => ({
      ...cause,
      id: `framework-known-${cause.importId}`,
      kind: 'framework-known',
      text: `Des marchés subséquents sont écartés : leur accord-cadre est désormais connu. ${cause.text}`,
    }))
  }
  return (change, key) => {
    const { before, after } = change
    if (before === null) return after === null ? [] : cameBy(after)
    return after === null ? wentBy(before) : answered(change, key)
  }
}

/** Why the targets of these plans changed: the import each now comes from, and the plan imports undone. */
export async function explainPlans(
  db: Db,
  since: Date,
  planIds: readonly string[],
): Promise<ReadonlyMap<string, Cause[]>> {
  const events = (await listImportEvents(db, since)).filter(({ kind }) => kind === 'plan')
  const current = await listPlanImports(db, planIds)
  return new Map(
    planIds.map((planId) => {
      const own = current.find((plan) => plan.planId === planId)?.importId
      const named = events.filter(({ importId, isUndone }) => isUndone || importId === own)
      return [planId, named.map(causeOfImport)]
    }),
  )
}

/** What may have changed figures of insertion: hours imported or undone, and what was entered since. */
export async function explainInsertion(db: Db, since: Date): Promise<Cause[]> {
  const events = (await listImportEvents(db, since)).filter(({ kind }) => kind === 'hours')
  const { entries, lastAt } = await countInsertionEntries(db, since)
  const entered =
    lastAt === null
      ? []
      : [
          causeOf(
            'insertion-changed',
            `Insertion : ${entries} écritures depuis la publication (clauses, heures dues ou réalisées), la dernière le ${inWords(lastAt.toISOString())}.`,
          ),
        ]
  return [...events.map(causeOfImport), ...entered]
}
