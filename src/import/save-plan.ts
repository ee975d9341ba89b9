import { createHash } from 'node:crypto'
import type { Db } from '../database/connect.ts'
import { insertPlanVersion } from '../database/plan-versions.ts'
import { deletePlan as deleteFromPlans, findPlan } from '../database/plans.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { checkedPlan, type PlanLedger, storePlan } from './import-plan.ts'
import type { InspectedFile } from './inspect-file.ts'
import type { Ledger } from './ledger.ts'
import { runImport } from './run-import.ts'

/** The file that a plan sent without one stands for. */
function fileOf(name: string, text: string): InspectedFile {
  const head = Buffer.from(text)
  const digest = createHash('sha256').update(head).digest('hex')
  return { path: name, name, byteSize: head.length, digest, head, headText: text, encoding: 'utf-8' }
}

/**
 * Stores a plan sent as a document, in place of the one of its id. `id`: what the address says it is. Throws `plan-invalid` with every
 * problem at once.
 */
export async function savePlan(
  db: Db,
  clock: Clock,
  content: unknown,
  id: string | null = null,
): Promise<PlanLedger> {
  const startedAt = clock.now()
  const plan = checkedPlan(content, id ?? 'envoyé')
  if (id !== null && plan.id !== id) {
    const message = `« ${plan.id} » n’est pas l’identifiant de l’adresse, « ${id} »`
    throw new AppError('plan-invalid', `Le plan a une erreur ; rien n'a été enregistré : id : ${message}.`, {
      problems: [{ path: 'id', message }],
    })
  }
  const file = fileOf(`${plan.id}.json`, JSON.stringify(content))
  return storePlan(db, clock, { plan, file, startedAt }, {})
}

/** The same for a plan that does not exist yet. Throws `plan-exists` too. */
export async function createPlan(db: Db, clock: Clock, content: unknown): Promise<PlanLedger> {
  const { id } = checkedPlan(content, 'envoyé')
  if ((await findPlan(db, id)) !== null)
    throw new AppError(
      'plan-exists',
      `Un plan a déjà l’identifiant « ${id} » : choisissez-en un autre, ou remplacez-le par PUT /v1/plans/${id}.`,
    )
  return savePlan(db, clock, content)
}

/** Deletes a plan; its versions stay, and taking back this import (`import undo`) brings it back. Throws `not-found`. */
export function deletePlan(db: Db, clock: Clock, id: string): Promise<Ledger> {
  return runImport<never>(
    db,
    clock,
    {
      kind: 'plan',
      format: 'plan-deletion',
      file: fileOf(`suppression du plan ${id}`, ''),
      ignoredColumns: [],
      startedAt: clock.now(),
      append: async () => undefined,
      run: async ({ trx, importId, countRead }) => {
        countRead()
        if ((await findPlan(trx, id)) === null)
          throw new AppError(
            'not-found',
            `Aucun plan n’a l’identifiant « ${id} » : il n’y a rien à supprimer.`,
          )
        await deleteFromPlans(trx, id)
        await insertPlanVersion(trx, { plan: null, planId: id, importId })
        return { stored: 0, updated: 1, unchanged: 0, rejected: 0 }
      },
    },
    {},
  )
}
