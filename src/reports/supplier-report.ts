import type { Db } from '../database/connect.ts'
import { findDecidedFacts } from '../database/decisions.ts'
import { listFactsOfSiren } from '../database/facts.ts'
import { listMovesOfSiren } from '../database/reclassification-list.ts'
import { findProfileFacts, listEstablishments, listYears, sumPaid } from '../database/suppliers.ts'
import { listCompleteLists } from '../database/verdicts.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import { classifySupplier } from '../domain/supplier/classify-supplier.ts'
import { classifySupplierOver } from '../domain/supplier/classify-supplier-over.ts'
import type { SupplierFact, SupplierFacts } from '../domain/supplier/facts.ts'
import { listConflicts } from '../domain/supplier/list-conflicts.ts'
import { PERIMETERS, RULES_VERSION } from '../domain/supplier/perimeters.ts'
import { findRule } from '../domain/supplier/rules.ts'
import {
  type DatedVerdict,
  PERIMETER_IDS,
  type PerimeterId,
  type Verdict,
} from '../domain/supplier/verdict.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { listDecisionReports } from './decision-report.ts'
import { MASKED_NAME } from './mask-names.ts'
import { boundOf } from './reclassification-report.ts'
import { eurosOf } from './share-report.ts'
import { SOURCE_TITLES } from './sources.ts'

type FactRow = Awaited<ReturnType<typeof listFactsOfSiren>>[number]

/** More than anyone takes on one supplier. */
const ALL_DECISIONS = { limit: 1_000, offset: 0 }

/** The facts of the legal unit itself: what its establishments are listed as holds for it by fallback only. */
function factsOfLegalUnit(rows: readonly FactRow[]): SupplierFact[] {
  return rows
    .filter((row) => row.valid_from === null || row.valid_to === null || row.valid_from <= row.valid_to)
    .filter((row) => row.closed_on === null || !('unusableRowOf' in row.statement))
    .map(
      (row) =>
        ({
          ...row.statement,
          source: 'unusableRowOf' in row.statement ? 'unusable-row' : row.source,
          seenOn: row.seen_on,
          validFrom: row.valid_from,
          validTo: row.valid_to,
          ...(row.siret !== null && { level: row.siret === row.siren ? 'establishment' : 'legal-unit' }),
        }) as SupplierFact,
    )
}

/** A verdict with the rule and its legal reference written out. */
function explainVerdict(verdict: Verdict) {
  if (verdict.status === 'undetermined')
    return {
      outcome: 'undetermined' as const,
      rule: null,
      missing: [...verdict.missing],
      evidence: [...verdict.evidence],
    }
  const rule = findRule(verdict.rule)
  return {
    outcome: verdict.outcome,
    rule: rule ? { id: rule.id, title: rule.title, reference: rule.reference } : null,
    missing: [],
    evidence: [...verdict.evidence],
  }
}

const explainAll = (facts: SupplierFacts, on: string) =>
  PERIMETER_IDS.map((perimeter: PerimeterId) => ({
    perimeter,
    title: PERIMETERS[perimeter].title,
    ...explainVerdict(classifySupplier(facts, on, perimeter)),
    timeline: classifySupplierOver(facts, perimeter).map(({ validFrom, validTo, verdict }) => ({
      validFrom,
      validTo,
      outcome: verdict.status === 'decided' ? verdict.outcome : ('undetermined' as const),
      rule: verdict.status === 'decided' ? verdict.rule : null,
    })),
  }))

const answerOf = (verdict: Verdict) =>
  verdict.status === 'decided' ? verdict.outcome : ('undetermined' as const)

/** The days on which an answer changes, the first of them first: from which answer to which, by which rule. */
function listChanges(facts: SupplierFacts) {
  const changes = PERIMETER_IDS.flatMap((perimeter) => {
    const timeline = classifySupplierOver(facts, perimeter)
    return timeline.slice(1).flatMap(({ validFrom, verdict }, index) => {
      const [before, after] = [answerOf((timeline[index] as DatedVerdict).verdict), answerOf(verdict)]
      if (before === after || validFrom === null) return []
      const rule = verdict.status === 'decided' ? verdict.rule : null
      return [{ on: validFrom, perimeter, before, after, rule }]
    })
  })
  return changes.sort((one, other) => one.on.localeCompare(other.on))
}

/** What was answered before, each time it was decided again: the latest first. */
async function listPastAnswers(db: Db, siren: string) {
  const moves = await listMovesOfSiren(db, siren)
  return moves.map(({ madeAt, importId, validFrom, validTo, ...move }) => ({
    ...move,
    madeAt: madeAt.toISOString(),
    importId: importId === null ? null : Number(importId),
    from: boundOf(validFrom),
    to: boundOf(validTo),
  }))
}

/**
 * A supplier by its SIREN: what each source says, the verdict of every perimeter on a day (today by default) with its reason,
 * and the same for each establishment that holds contracts. `null` when no source nor contract knows the SIREN.
 * `showsMaskedNames` is for whoever holds the database, never for an answer over the network.
 */
export async function reportSupplier(
  db: Db,
  clock: Clock,
  siren: string,
  on: string = todayOf(clock),
  showsMaskedNames = false,
) {
  const rows = await listFactsOfSiren(db, siren)
  const establishments = await listEstablishments(db, siren)
  if (rows.length === 0 && establishments.length === 0) return null
  const completeLists = await listCompleteLists(db)
  const isMasked = !showsMaskedNames && rows.some((row) => row.is_name_masked)
  const names = [...rows.map(({ name }) => name), ...establishments.flatMap(({ names: seen }) => seen)]
  const paid = await sumPaid(
    db,
    establishments.map(({ id }) => id),
  )
  const years = await listYears(db, siren, [EARLIEST_PLAUSIBLE_DAY, todayOf(clock)])
  const decided = (await findDecidedFacts(db, siren)) as SupplierFact[]
  const facts: SupplierFacts = {
    hasSiren: true,
    facts: [...factsOfLegalUnit(rows), ...decided],
    completeLists,
  }
  return {
    siren,
    names: isMasked ? [MASKED_NAME] : [...new Set(names.filter((name) => name !== null))],
    on,
    rulesVersion: RULES_VERSION,
    verdicts: explainAll(facts, on),
    conflicts: listConflicts(facts).map((conflict) => ({ ...conflict, sources: [...conflict.sources] })),
    changes: listChanges(facts),
    reclassifications: await listPastAnswers(db, siren),
    years: years.map((row) => ({
      year: row.year,
      contracts: row.contracts,
      value: eurosOf(BigInt(row.cents)),
      outOfValue: row.out_of_value,
      paid: row.paid.map(({ tax, payments, cents }) => ({ tax, payments, amount: eurosOf(BigInt(cents)) })),
    })),
    decisions: (await listDecisionReports(db, siren, ALL_DECISIONS))?.decisions ?? [],
    facts: rows.map((row) => ({
      source: row.source,
      sourceTitle: SOURCE_TITLES[row.source] ?? row.source,
      siret: row.siret,
      statement: row.statement,
      details: row.details,
      validFrom: row.valid_from,
      validTo: row.valid_to,
      firstSeenOn: row.first_seen_on,
      seenOn: row.seen_on,
      closedOn: row.closed_on,
      importId: Number(row.import_id),
      line: row.line,
    })),
    establishments: await Promise.all(
      establishments.map(async ({ id, scheme, identifier, profile_id, contracts, cents }) => ({
        scheme,
        identifier,
        contracts: Number(contracts),
        value: eurosOf(BigInt(cents)),
        paid: paid
          .filter(({ supplierId }) => supplierId === id)
          .map(({ taxBasis, payments, cents: sum }) => ({ tax: taxBasis, payments, amount: eurosOf(sum) })),
        verdicts: explainAll(
          {
            hasSiren: true,
            facts: profile_id === null ? [] : await findProfileFacts(db, profile_id),
            completeLists,
          },
          on,
        ),
      })),
    ),
  }
}

export type SupplierReport = NonNullable<Awaited<ReturnType<typeof reportSupplier>>>
