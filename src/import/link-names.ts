import type { Db } from '../database/connect.ts'
import { lockImports } from '../database/imports.ts'
import { refreshNameLinks } from '../database/name-links.ts'
import {
  appendNameChoice,
  listNamedSuppliers,
  type NameChoice,
  type NamedSupplier,
} from '../database/named-suppliers.ts'
import { refreshStoredFigures } from '../database/stored-figures.ts'
import { isSiren } from '../domain/identifiers/siren.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { decideVerdicts } from './decide-verdicts.ts'

/** Links anew the records that name a supplier by its name alone, and decides who comes in by it; answers whether anything changed. */
export async function linkNames(trx: Db, clock: Clock): Promise<boolean> {
  const hasChanged = await refreshNameLinks(trx)
  if (!hasChanged) return false
  await decideVerdicts(trx, clock, 'new')
  await refreshStoredFigures(trx, todayOf(clock), 'relinked-buyers')
  return true
}

/** Longest texts of a choice, in characters. */
export const CHOICE_LIMITS = { reason: 2_000, author: 200 } as const

/** The name of this number, of which the first digits may do. Throws `not-found` or, when several begin so, `bad-usage`. */
export async function getNamedSupplier(db: Db, id: string): Promise<NamedSupplier> {
  const page = { limit: 1, offset: 0 }
  const { suppliers, total } = await listNamedSuppliers(db, { id, buyers: [], isLinked: null }, page)
  const [found] = suppliers
  if (!found)
    throw new AppError(
      'not-found',
      `Aucun fournisseur connu par son seul nom ne porte le numéro ${id}. Leur liste : « suppliers named », ou GET /v1/named-suppliers.`,
    )
  if (total > 1)
    throw new AppError('bad-usage', `${total} numéros commencent par ${id} : donnez-en davantage.`)
  return found
}

function readText(field: keyof typeof CHOICE_LIMITS, text: string): string {
  const read = text.trim()
  if (read !== '' && read.length <= CHOICE_LIMITS[field]) return read
  const what = field === 'reason' ? 'le motif' : "l'auteur"
  throw new AppError(
    'bad-usage',
    `Un rattachement se défend : ${what} est attendu, en ${CHOICE_LIMITS[field]} caractères au plus.`,
  )
}

/** Why a choice changes nothing or contradicts itself, in French; `null`: it stands. */
function refusalOf(
  { siren: linked, choiceId }: NamedSupplier,
  choice: NameChoice['choice'],
  siren: string | null,
) {
  if (choice === 'unlink' && linked === null)
    return 'Ce nom n’est rattaché à aucun SIREN : il n’y a rien à détacher.'
  if (choice === 'refuse' && linked === siren && choiceId !== null)
    return `Une personne a rattaché ce nom au SIREN ${siren} : détachez-le d’abord.`
  if (siren !== null && !isSiren(siren))
    return `${siren} n’est pas un SIREN : sa clé est fausse. Vérifiez-le.`
  return null
}

/**
 * Keeps what a person says of a name without identifier (it is this legal unit, it is not, the link no longer holds) and links again, in
 * every figure, in the same transaction; the records to come that name it so in the same buyer's files follow.
 * Throws `not-found`, or `bad-usage` when the texts or the SIREN will not do.
 */
export async function chooseName(
  db: Db,
  clock: Clock,
  {
    id,
    choice,
    siren,
    ...texts
  }: { id: string } & Pick<NameChoice, 'choice' | 'siren' | 'reason' | 'author'>,
): Promise<NamedSupplier> {
  const reason = readText('reason', texts.reason)
  const author = readText('author', texts.author)
  return db.transaction().execute(async (trx) => {
    await lockImports(trx)
    const named = await getNamedSupplier(trx, id)
    const refusal = refusalOf(named, choice, siren)
    if (refusal) throw new AppError('bad-usage', refusal)
    await appendNameChoice(trx, named, { choice, siren, reason, author, createdAt: clock.now() })
    await linkNames(trx, clock)
    return getNamedSupplier(trx, named.id)
  })
}
