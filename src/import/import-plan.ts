import { readFile } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../database/connect.ts'
import { insertPlanVersion } from '../database/plan-versions.ts'
import { findPlan, replacePlan } from '../database/plans.ts'
import type { Plan } from '../domain/plan/target.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { type InspectedFile, inspectFile } from './inspect-file.ts'
import type { Ledger } from './ledger.ts'
import { parsePlan } from './plan-file.ts'
import { type ImportOptions, runImport } from './run-import.ts'

/** A plan is written by hand: a file beyond this is something else. */
const LARGEST_PLAN_BYTES = 5 * 1024 * 1024

/** The plan of a document. Throws `plan-invalid` with every problem at once. */
export function checkedPlan(content: unknown, name: string): Plan {
  const parsed = parsePlan(content)
  if ('plan' in parsed) return parsed.plan
  const lines = parsed.problems.map(({ path, message }) => `  - ${path || 'fichier'} : ${message}`)
  throw new AppError(
    'plan-invalid',
    `Le plan « ${name} » a ${parsed.problems.length} ${parsed.problems.length > 1 ? 'erreurs' : 'erreur'} ; rien n'a été importé :\n${lines.join('\n')}\nLe modèle est décrit dans docs/plan-file.md.`,
    { problems: parsed.problems },
  )
}

/** Where a text stops being JSON, as far as the engine tells. */
function placeOf({ message }: Error): string {
  if (message.includes('end of JSON')) return 'il s’arrête avant sa fin'
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? []
  return line === undefined
    ? 'une virgule, un guillemet ou un crochet manque ou est en trop'
    : `voyez la ligne ${line}, colonne ${column}`
}

/** The plan that the text of a file holds. Throws `plan-invalid` with every problem at once. */
export function readPlan(text: string, name: string): Plan {
  let content: unknown
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new AppError(
      'plan-invalid',
      `Le fichier « ${name} » n'est pas du JSON bien formé : ${placeOf(error as Error)}. Le modèle est décrit dans docs/plan-file.md.`,
    )
  }
  return checkedPlan(content, name)
}

export type PlanLedger = Ledger & { planId: string }

/** Puts a plan in force, as an import of its own that can be taken back. */
export async function storePlan(
  db: Db,
  clock: Clock,
  { plan, file, startedAt }: { plan: Plan; file: InspectedFile; startedAt: Date },
  options: ImportOptions,
): Promise<PlanLedger> {
  const ledger = await runImport<never>(
    db,
    clock,
    {
      kind: 'plan',
      format: 'plan-json',
      file,
      ignoredColumns: [],
      startedAt,
      append: async () => undefined,
      run: async ({ trx, importId, countRead }) => {
        countRead()
        const known = await findPlan(trx, plan.id)
        const isSame = isDeepStrictEqual(known, plan)
        if (!isSame) await replacePlan(trx, plan, importId)
        await insertPlanVersion(trx, { plan, planId: plan.id, importId })
        return {
          stored: known === null ? 1 : 0,
          updated: known !== null && !isSame ? 1 : 0,
          unchanged: isSame ? 1 : 0,
          rejected: 0,
        }
      },
    },
    options,
  )
  return { ...ledger, planId: plan.id }
}

/** Imports a plan and its targets; the plan of the same id is replaced. Throws `plan-invalid` with every problem at once. */
export async function importPlan(
  db: Db,
  clock: Clock,
  path: string,
  options: ImportOptions = {},
): Promise<PlanLedger> {
  const startedAt = clock.now()
  const file = await inspectFile(path, options.name)
  if (file.byteSize > LARGEST_PLAN_BYTES)
    throw new AppError('plan-invalid', `Le fichier « ${file.name} » dépasse 5 Mo : ce n'est pas un plan.`)
  const plan = readPlan(await readFile(path, 'utf8'), file.name)
  return storePlan(db, clock, { plan, file, startedAt }, options)
}
