import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { Db } from '../database/connect.ts'
import { KIND_WORDS } from '../domain/contract/contract-kind.ts'
import { OUTCOME_WORDS } from '../domain/supplier/verdict.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { withComma } from './french-numbers.ts'
import {
  countOpened,
  listOpened,
  type OpenedContract,
  type OpenRequest,
  openContracts,
} from './indicator-contracts.ts'

/** More than a spreadsheet is read for; a service must not hold a nation in memory for one answer. */
const MOST_CONTRACTS = 100_000
const BATCH_SIZE = 1_000

const HEADER = [
  'identifiant',
  'numéro',
  'lot',
  'objet',
  'acheteur',
  'nom de l’acheteur',
  'titulaires',
  'noms des titulaires',
  'nature',
  'procédure',
  'CPV',
  'notification',
  'montant HT',
  'réponse',
  'compte en nombre',
  'compte en valeur',
  'raisons',
]

const cellsOf = (contract: OpenedContract) => [
  contract.id,
  contract.sourceId,
  contract.lot,
  contract.object,
  contract.buyer.id,
  contract.buyer.name,
  contract.holders.map(({ identifier }) => identifier ?? '?').join(' ; '),
  contract.holders.map(({ name }) => name ?? '').join(' ; '),
  KIND_WORDS[contract.kind],
  contract.procedure,
  contract.cpv,
  contract.notifiedOn,
  withComma(contract.amount),
  contract.outcome === null ? 'hors du chiffre' : OUTCOME_WORDS[contract.outcome],
  contract.counted.contracts,
  withComma(contract.counted.value),
  contract.reasons.join(' '),
]

async function* listCells(db: Db, clock: Clock, request: OpenRequest) {
  yield HEADER
  const rows = await listOpened(db, clock, request, { limit: MOST_CONTRACTS, offset: 0 })
  for (let start = 0; start < rows.length; start += BATCH_SIZE) {
    const batch = rows.slice(start, start + BATCH_SIZE)
    for (const contract of await openContracts(db, clock, request, batch)) yield cellsOf(contract)
  }
}

/**
 * Every contract behind a part of a figure as CSV for a French spreadsheet, piece by piece: semicolons, decimal commas,
 * byte-order mark, formulas neutralised. Throws `too-many-rows`.
 */
export async function exportIndicatorContracts(
  db: Db,
  clock: Clock,
  request: OpenRequest,
): Promise<Readable> {
  const { total } = await countOpened(db, clock, request)
  if (total > MOST_CONTRACTS)
    throw new AppError(
      'too-many-rows',
      `${total} marchés sont derrière ce chiffre, un fichier en tient ${MOST_CONTRACTS} au plus : restreignez les acheteurs ou la période, ou lisez la liste page par page en JSON.`,
    )
  const csv = stringify({ bom: true, delimiter: ';', escape_formulas: true, record_delimiter: 'windows' })
  pipeline(Readable.from(listCells(db, clock, request)), csv, () => undefined)
  return csv
}
