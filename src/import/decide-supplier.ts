import type { Db } from '../database/connect.ts'
import {
  appendDecision,
  appendReversal,
  findDecision,
  isKnownUnit,
  type NewDecision,
  type StoredDecision,
} from '../database/decisions.ts'
import { lockImports } from '../database/imports.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { reclassify } from './reclassify.ts'

/** Longest texts of a decision, in characters. */
export const DECISION_LIMITS = { reason: 2_000, document: 500, author: 200 } as const

type Texts = { reason: string; author: string; document?: string }

const FIELD_NAMES = { reason: 'le motif', document: 'la pièce', author: "l'auteur" } as const

/** The texts without the spaces around them. Throws `bad-usage` when one is empty or too long. */
function readTexts<T extends Texts>(texts: T): T {
  const read: Record<string, string> = {}
  for (const [field, text] of Object.entries(texts) as [keyof typeof DECISION_LIMITS, string][]) {
    read[field] = text.trim()
    if (read[field] === '' || read[field].length > DECISION_LIMITS[field])
      throw new AppError(
        'bad-usage',
        `Une décision se défend : ${FIELD_NAMES[field]} est attendu, en ${DECISION_LIMITS[field]} caractères au plus.`,
      )
  }
  return read as T
}

/** Says that nothing names a SIREN. */
export const unknownSupplier = (siren: string) =>
  new AppError(
    'not-found',
    `Aucun marché, aucune dépense ni aucune liste ne connaît le SIREN ${siren}. Vérifiez-le.`,
  )

const noSuchDecision = (siren: string, id: number) =>
  new AppError('not-found', `Le fournisseur ${siren} n'a pas de décision n° ${id}.`)

/** The decision of this number on the supplier. Throws `not-found`. */
async function getDecision(db: Db, siren: string, id: number): Promise<StoredDecision> {
  const decision = await findDecision(db, id)
  if (decision?.siren === siren) return decision
  throw noSuchDecision(siren, id)
}

/**
 * Keeps what a person decides on a supplier; it holds in place of the lists from now on, in every figure, in the same
 * transaction. Throws `not-found` when nothing names the SIREN, `bad-usage` when the texts or the days will not do.
 */
export async function decideSupplier(
  db: Db,
  clock: Clock,
  { siren, perimeter, outcome, validFrom, validTo, ...given }: Omit<NewDecision, 'createdAt'>,
): Promise<StoredDecision> {
  const texts = readTexts({ reason: given.reason, document: given.document, author: given.author })
  if (validFrom !== null && validTo !== null && validFrom > validTo)
    throw new AppError(
      'bad-usage',
      `La décision finirait (${validTo}) avant de commencer (${validFrom}) : inversez les dates.`,
    )
  return db.transaction().execute(async (trx) => {
    await lockImports(trx)
    if (!(await isKnownUnit(trx, siren))) throw unknownSupplier(siren)
    const createdAt = clock.now()
    const days = { validFrom, validTo, createdAt }
    const id = await appendDecision(trx, { siren, perimeter, outcome, ...texts, ...days })
    await reclassify(trx, clock, { sirens: [siren] }, { kind: 'decision', decisionId: id })
    return getDecision(trx, siren, id)
  })
}

/**
 * Takes a decision back: the lists answer again, in the same transaction; the decision stays listed with who took it back and
 * why. Throws `not-found`, or `decision-reverted` when it was already.
 */
export async function revertDecision(
  db: Db,
  clock: Clock,
  { siren, id, ...given }: { siren: string; id: number; reason: string; author: string },
): Promise<StoredDecision> {
  const texts = readTexts({ reason: given.reason, author: given.author })
  return db.transaction().execute(async (trx) => {
    await lockImports(trx)
    await getDecision(trx, siren, id)
    if (!(await appendReversal(trx, id, { ...texts, createdAt: clock.now() })))
      throw new AppError('decision-reverted', `La décision n° ${id} est déjà annulée. Il n'y a rien à faire.`)
    await reclassify(trx, clock, { sirens: [siren] }, { kind: 'decision-reverted', decisionId: id })
    return getDecision(trx, siren, id)
  })
}
