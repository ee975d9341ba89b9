import { isDeepStrictEqual } from 'node:util'
import type { Random } from '../../bench/generator/random.ts'
import { isSiren } from '../../src/domain/identifiers/siren.ts'
import { documentOf } from '../../src/domain/plan/plan-document.ts'
import { SOURCE_IDS, type SourceId } from '../../src/domain/supplier/facts.ts'
import { readPlan } from '../../src/import/import-plan.ts'
import { inspectFile } from '../../src/import/inspect-file.ts'
import { parsePlan } from '../../src/import/plan-file.ts'
import { openReferenceList, readListRow } from '../../src/import/read-reference-list.ts'
import type { Reading } from './check-contracts.ts'
import { hold, holdProblems, holdSame, isStorable } from './hold.ts'

/** Reads a reference list as an import does, but for the database. Throws an `AppError` when it is refused. */
export async function checkReference(path: string, source: SourceId): Promise<Reading> {
  const list = await openReferenceList(await inspectFile(path), source)
  let [rows, rejected] = [0, 0]
  for await (const { line, cells } of list.read()) {
    rows++
    hold(Number.isInteger(line) && line >= 1, 'a row has a line')
    const { fact, unusableUnit, problems, isNotKept = false } = readListRow(list, cells)
    holdProblems(problems)
    holdSame(
      fact === null,
      isNotKept || problems.some(({ isRejection }) => isRejection),
      'a row of a list states a fact or says why not',
    )
    if (fact === null && !isNotKept) rejected++
    const texts = fact ? [fact.key, fact.name ?? '', ...Object.values(fact.details)] : []
    hold(texts.every(isStorable), 'the texts of a fact can be stored')
    const siren = fact?.siren ?? unusableUnit
    hold(siren === null || isSiren(siren), 'a fact names a legal unit')
  }
  return { rows, rejected }
}

/** Any of the sources: a list of one given for another must be refused, or read as what it says. */
export const pickSource = (random: Random): SourceId => random.pick(SOURCE_IDS)

/** Reads a plan. Throws an `AppError` when it is refused. */
export function checkPlan(bytes: Buffer): Reading {
  const plan = readPlan(bytes.toString('utf8'), 'plan.json')
  hold(plan.targets.length > 0, 'a plan has targets')
  for (const { unit, values } of plan.targets)
    hold(
      values.every(
        ({ amount }) => Number.isInteger(amount) && amount >= 0 && (unit !== 'percent' || amount <= 10_000),
      ),
      'a target is a whole number of basis points, of cents or of units',
    )
  hold(
    isDeepStrictEqual(parsePlan(documentOf(plan)), { plan }),
    'the document of a plan, read again, is the same plan',
  )
  return { rows: 1, rejected: 0 }
}
