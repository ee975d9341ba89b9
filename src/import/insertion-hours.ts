import type { Db } from '../database/connect.ts'
import { lockImports } from '../database/imports.ts'
import {
  appendStatements,
  findLastStatementOfKey,
  findStatement,
  keyOf,
  takeRank,
} from '../database/insertion-hours.ts'
import { refreshStandings } from '../database/insertion-standings.ts'
import { isSiren } from '../domain/identifiers/siren.ts'
import { MOST_HUNDREDTHS } from '../domain/insertion/hours.ts'
import type { HoursRecord } from '../domain/insertion/hours-record.ts'
import { parsePersonCode } from '../domain/insertion/person-code.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { decideVerdicts } from './decide-verdicts.ts'
import { type By, getClauseRow } from './insertion-clauses.ts'
import { personalDataRefused, refusePersonalData } from './insertion-refusals.ts'

const invalid = (message: string) => new AppError('clause-invalid', `${message} Rien n’a été enregistré.`)

/** The code of a person as given by a caller. Throws `personal-data`, and never says what was given. */
function checkCode(field: 'person' | 'employmentReference', given: string | null): string | null {
  if (given === null) return null
  const read = parsePersonCode(given)
  if ('code' in read) return read.code
  if (read.refused !== 'not-a-code') throw personalDataRefused(`« ${field} »`, read.refused)
  throw invalid(
    `« ${field} » : code attendu, de lettres et de chiffres, 40 au plus (P-017) ; la valeur reçue n’est pas reprise ici, elle pourrait désigner une personne.`,
  )
}

/** A statement ready to be stored. Throws `personal-data` or `clause-invalid`. */
function checkRecord(record: HoursRecord): HoursRecord {
  const person = checkCode('person', record.person)
  const employmentReference = checkCode('employmentReference', record.employmentReference)
  if (record.to < record.from) throw invalid('« to » : une date égale ou postérieure à « from » attendue.')
  if (record.hundredths < 0 || record.hundredths > MOST_HUNDREDTHS)
    throw invalid(`« hours » : de 0 à ${MOST_HUNDREDTHS / 100} heures attendues.`)
  if (record.employerSiren !== null && !isSiren(record.employerSiren))
    throw invalid('« employerSiren » : SIREN (9 chiffres) sans erreur attendu.')
  if (person !== null && (record.people ?? record.employmentContracts) !== null)
    throw invalid(
      '« people » et « employmentContracts » ne valent que pour un total : retirez-les, ou retirez « person ».',
    )
  return { ...record, person, employmentReference, publics: [...new Set(record.publics)].sort() }
}

type Change = { clauseId: number; record: HoursRecord; isWithdrawn: boolean; key: string }

async function append(trx: Db, clock: Clock, change: Change, { author, reason = null }: By): Promise<bigint> {
  await appendStatements(
    trx,
    [{ ...change, copy: 1, effectiveOn: todayOf(clock), isDated: false, line: null, author, reason }],
    { importId: null, rank: await takeRank(trx), at: clock.now() },
  )
  await decideVerdicts(trx, clock, 'new')
  await refreshStandings(trx, [change.clauseId])
  return (await findLastStatementOfKey(trx, change.key))?.id ?? 0n
}

/**
 * Records hours done on a clause and answers the number of the statement. Throws `hours-stated` when the same person, period,
 * employer and hiring form were stated before: that is a correction.
 */
export async function recordHours(
  db: Db,
  clock: Clock,
  clauseId: number,
  given: HoursRecord,
  by: By,
): Promise<bigint> {
  const record = checkRecord(given)
  refusePersonalData({ author: by.author, reason: by.reason })
  return db.transaction().execute(async (trx) => {
    await lockImports(trx)
    await getClauseRow(trx, clauseId)
    const key = keyOf({ clauseId, record, copy: 1 })
    const known = await findLastStatementOfKey(trx, key)
    if (known !== null && !known.isWithdrawn)
      throw new AppError(
        'hours-stated',
        `Ces heures sont déjà déclarées (relevé n° ${known.id} : même personne, période, employeur et forme d’embauche). Pour les changer, corrigez ce relevé. Rien n’a été enregistré.`,
        { statementId: Number(known.id) },
      )
    return append(trx, clock, { clauseId, record, isWithdrawn: false, key }, by)
  })
}

/**
 * Corrects a statement, or withdraws it; what was there stays in its history. Answers the number of the statement in force.
 * Throws `not-found`, `personal-data`, `clause-invalid`.
 */
export async function correctHours(
  db: Db,
  clock: Clock,
  { clauseId, id }: { clauseId: number; id: bigint },
  changes: Partial<HoursRecord> & { isWithdrawn?: boolean },
  by: By,
): Promise<bigint> {
  const { isWithdrawn, ...changed } = changes
  refusePersonalData({ author: by.author, reason: by.reason })
  return db.transaction().execute(async (trx) => {
    await lockImports(trx)
    const found = await findStatement(trx, clauseId, id)
    const last = found && (await findLastStatementOfKey(trx, found.key))
    if (!last)
      throw new AppError(
        'not-found',
        `La clause n° ${clauseId} n’a pas de relevé n° ${id}. Rien n’a été enregistré.`,
      )
    const record = checkRecord({ ...last.record, ...changed })
    return append(
      trx,
      clock,
      { clauseId, record, isWithdrawn: isWithdrawn ?? last.isWithdrawn, key: last.key },
      by,
    )
  })
}
