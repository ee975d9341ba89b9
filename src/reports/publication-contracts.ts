import { stringify } from 'csv-stringify/sync'
import type { Db } from '../database/connect.ts'
import { KIND_WORDS } from '../domain/contract/contract-kind.ts'
import type { CountedContract } from '../domain/edition/counted-contract.ts'
import { AMOUNT_FLAG_TITLES, type AmountFlag } from '../domain/money/amount-flag.ts'
import { OUTCOME_WORDS } from '../domain/supplier/verdict.ts'
import type { Clock } from '../platform/clock.ts'
import { type ContractSummary, summariseContracts } from './contract-report.ts'
import { figuresOfIndicators, listCountedContracts } from './counted-contracts.ts'
import { withComma } from './french-numbers.ts'
import { reportCatalogue } from './indicator-catalogue.ts'
import type { PublicationRequest } from './publication.ts'
import { PUBLISHED_INDICATORS } from './published-categories.ts'
import { columnsOf, type SchemaColumn, type TableSchema } from './table-schema.ts'

const BATCH_SIZE = 1_000

type PublishedContract = { counted: CountedContract; summary: ContractSummary }

const joined = (texts: readonly (string | null)[]) => texts.map((text) => text ?? '?').join(' ; ')

/** "esus-share" → "esus_share", a name of column that every tool takes. */
const columnOf = (indicator: string) => indicator.replaceAll('-', '_')

const TITLES = new Map(reportCatalogue().indicators.map(({ id, title }) => [id, title]))

const answerColumn = (id: string): SchemaColumn<PublishedContract> => [
  {
    name: columnOf(id),
    title: `${TITLES.get(id) ?? id} : ce que le marché répond ; vide : l’indicateur ne le compte pas`,
    type: 'string',
    constraints: { enum: Object.values(OUTCOME_WORDS) },
  },
  ({ counted }) => {
    const answer = counted.answers[id]
    return answer === undefined ? null : OUTCOME_WORDS[answer[0]]
  },
]

const CONTRACTS = columnsOf<PublishedContract>(
  {
    name: 'marches',
    title: 'Marchés derrière les indicateurs de l’article L2111-3 : un marché par ligne',
    description:
      'UTF-8 avec marque d’ordre des octets, séparateur point-virgule, virgule décimale, fins de ligne CRLF. Additionner « compte_en_valeur » ou compter les lignes d’une année par réponse redonne les chiffres. Les noms des personnes physiques sont masqués.',
  },
  [
    [
      {
        name: 'identifiant',
        title: 'Identifiant du marché dans le service',
        type: 'string',
        constraints: { required: true },
      },
      ({ counted }) => counted.id,
    ],
    [
      {
        name: 'annee',
        title: 'Année où le marché compte',
        type: 'integer',
        constraints: { required: true },
      },
      ({ counted }) => counted.countedOn.slice(0, 4),
    ],
    [
      {
        name: 'notification',
        title: 'Jour de notification',
        type: 'date',
        constraints: { required: true },
      },
      ({ counted }) => counted.countedOn,
    ],
    [
      { name: 'numero', title: 'Numéro du marché chez l’acheteur', type: 'string' },
      ({ summary }) => summary.sourceId,
    ],
    [{ name: 'lot', title: 'Lot', type: 'string' }, ({ summary }) => summary.lot],
    [{ name: 'objet', title: 'Objet', type: 'string' }, ({ summary }) => summary.object],
    [{ name: 'acheteur', title: 'SIRET de l’acheteur', type: 'string' }, ({ summary }) => summary.buyer.id],
    [
      { name: 'titulaires', title: 'Identifiants des titulaires, séparés par « ; »', type: 'string' },
      ({ summary }) => joined(summary.holders.map(({ identifier }) => identifier)),
    ],
    [
      { name: 'noms_titulaires', title: 'Noms des titulaires ; « ? » : inconnu', type: 'string' },
      ({ summary }) => joined(summary.holders.map(({ name }) => name)),
    ],
    [
      {
        name: 'nature',
        title: 'Nature',
        type: 'string',
        constraints: { enum: Object.values(KIND_WORDS) },
      },
      ({ summary }) => KIND_WORDS[summary.kind],
    ],
    [{ name: 'procedure', title: 'Procédure', type: 'string' }, ({ summary }) => summary.procedure],
    [{ name: 'cpv', title: 'Code CPV', type: 'string' }, ({ summary }) => summary.cpv],
    [
      {
        name: 'montant_ht',
        title: 'Montant publié, en euros hors taxes ; plafond pour un accord-cadre',
        type: 'number',
        decimalChar: ',',
      },
      ({ summary }) => withComma(summary.amount),
    ],
    [
      {
        name: 'compte_en_valeur',
        title: 'Ce que le marché apporte aux chiffres en valeur, en euros hors taxes',
        type: 'number',
        decimalChar: ',',
      },
      ({ counted }) => withComma((Object.values(counted.answers)[0]?.[1] ?? 0) / 100),
    ],
    [
      {
        name: 'hors_valeur',
        title: 'Pourquoi son montant ne compte pas ; vide : il compte',
        type: 'string',
        constraints: { enum: Object.values(AMOUNT_FLAG_TITLES) },
      },
      ({ summary: { amountFlag } }) =>
        amountFlag === null ? null : AMOUNT_FLAG_TITLES[amountFlag as AmountFlag],
    ],
    ...PUBLISHED_INDICATORS.map(answerColumn),
  ],
)

/** The Table Schema of `marches.csv`. */
export const CONTRACTS_SCHEMA: TableSchema = CONTRACTS.schema

/** Every contract that the published indicators count, with its answers, for a French spreadsheet. Throws `too-many-rows`. */
export async function writeContractsCsv(
  db: Db,
  clock: Clock,
  { buyer, fromYear, toYear }: PublicationRequest,
): Promise<Buffer> {
  const filters = { buyers: [buyer], from: `${fromYear}-01-01`, to: `${toYear}-12-31` }
  const figures = figuresOfIndicators(clock, PUBLISHED_INDICATORS, filters)
  const contracts = await listCountedContracts(db, figures)
  const rows: (string | null)[][] = [CONTRACTS.header]
  for (let start = 0; start < contracts.length; start += BATCH_SIZE) {
    const batch = contracts.slice(start, start + BATCH_SIZE)
    const found = await summariseContracts(
      db,
      batch.map(({ id }) => id),
    )
    const byId = new Map(found.map(({ summary }) => [summary.id, summary]))
    for (const counted of batch) {
      const summary = byId.get(counted.id)
      if (summary) rows.push(CONTRACTS.cellsOf({ counted, summary }))
    }
  }
  return Buffer.from(
    stringify(rows, { bom: true, delimiter: ';', escape_formulas: true, record_delimiter: 'windows' }),
  )
}
