import type { Db } from '../database/connect.ts'
import { deletePlannedPurchase, upsertPlannedPurchases } from '../database/planned-purchases.ts'
import { textOf } from '../domain/contract/missing-marker.ts'
import { parseDate } from '../domain/dates/iso-date.ts'
import { parseOrganisationIdentifier } from '../domain/identifiers/organisation-identifier.ts'
import type { PlannedPurchase } from '../domain/insertion/planned-purchase.ts'
import {
  PURCHASE_FAMILIES,
  PURCHASE_FAMILY_IDS,
  type PurchaseFamily,
} from '../domain/insertion/purchase-family.ts'
import { LARGEST_STORED_CENTS } from '../domain/money/amount-flag.ts'
import { parseAmountCents } from '../domain/money/parse-amount.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { normalizeName } from './field-aliases.ts'
import { inspectFile } from './inspect-file.ts'
import { describeTitles, openTable } from './open-table.ts'
import { refuseUnsupported } from './refuse-unsupported.ts'

/** A planned purchase as it is given, its values untouched. */
export type RawPlanned = Record<
  'buyer' | 'reference' | 'title' | 'cpv' | 'family' | 'amount' | 'plannedOn',
  string | null
>

/** What is wrong with one of them. `line`: of the file, or its rank in the list from 1. */
export type PlannedProblem = { line: number; field: keyof RawPlanned; value: string; expected: string }

/** A list of what a buyer means to buy is small. */
const MOST_PLANNED = 5_000
const LONGEST_TEXT = 500

const familyNamed = (text: string): PurchaseFamily | null =>
  PURCHASE_FAMILY_IDS.find(
    (id) => id === text || normalizeName(PURCHASE_FAMILIES[id].title) === normalizeName(text),
  ) ?? null

function buyerOf(text: string | null): { identifier: string; siren: string | null } | null {
  const parsed = text === null ? null : parseOrganisationIdentifier(text, null)
  return typeof parsed === 'object' ? parsed : null
}

const isShort = (text: string | null) => text !== null && text.length <= LONGEST_TEXT

/** An amount that can be kept, and added to others; `null` for any other. */
function centsOf(text: string): bigint | null {
  const cents = parseAmountCents(text)
  return cents !== null && cents >= 0n && cents <= LARGEST_STORED_CENTS ? cents : null
}

/** A planned purchase, or all that is wrong with it. */
function readPlanned(raw: RawPlanned, line: number): PlannedPurchase | PlannedProblem[] {
  const problems: PlannedProblem[] = []
  const refuse = (field: keyof RawPlanned, expected: string) =>
    problems.push({ line, field, value: (raw[field] ?? '').slice(0, 100), expected })
  const buyer = buyerOf(raw.buyer)
  const [title, cpvText, familyText, amountText] = [raw.title, raw.cpv, raw.family, raw.amount]
  const cpv = cpvText?.replace(/-\d$/, '').replace(/\s/g, '') ?? null
  const family = familyText === null ? null : familyNamed(familyText)
  const amountCents = amountText === null ? null : centsOf(amountText)
  const plannedOn = raw.plannedOn === null ? null : parseDate(raw.plannedOn)
  if (buyer === null) refuse('buyer', 'le SIRET ou le SIREN de l’acheteur, sans erreur')
  if (!isShort(title)) refuse('title', 'un intitulé de 500 caractères au plus')
  if (cpv !== null && !/^\d{2,8}$/.test(cpv)) refuse('cpv', 'un code CPV, de 2 à 8 chiffres')
  if (familyText !== null && family === null)
    refuse('family', `une famille : ${PURCHASE_FAMILY_IDS.join(', ')}`)
  if (cpv === null && familyText === null) refuse('cpv', 'un code CPV, ou une famille')
  if (!isShort(raw.reference ?? '')) refuse('reference', 'une référence de 500 caractères au plus')
  if (amountText !== null && amountCents === null)
    refuse('amount', 'un montant hors taxes en euros, de 10 000 milliards au plus')
  if (plannedOn === null) refuse('plannedOn', 'une date prévue : AAAA-MM-JJ ou JJ/MM/AAAA')
  if (problems.length > 0 || buyer === null || title === null || plannedOn === null) return problems
  const { identifier: buyerId, siren: buyerSiren } = buyer
  const reference = raw.reference ?? title
  return { buyerId, buyerSiren, reference, title, cpv, family, amountCents, plannedOn }
}

/**
 * Records planned purchases, all or none, each in place of the one of the same buyer and reference (its title where it has none).
 * Throws `bad-usage` with everything that is wrong.
 */
export async function savePlannedPurchases(
  db: Db,
  clock: Clock,
  given: readonly { raw: RawPlanned; line: number }[],
  author: string | null,
): Promise<{ recorded: number }> {
  if (given.length > MOST_PLANNED)
    throw new AppError(
      'bad-usage',
      `Plus de ${MOST_PLANNED} achats prévus : donnez-les en plusieurs fois. Rien n’a été enregistré.`,
    )
  const read = given.map(({ raw, line }) => readPlanned(raw, line))
  const problems = read.flatMap((one) => (Array.isArray(one) ? one : []))
  if (problems.length > 0) {
    const lines = problems.map(
      ({ line, field, value, expected }) =>
        `  - ligne ${line}, ${FIELD_TITLES[field]} « ${value} » : ${expected}`,
    )
    throw new AppError(
      'bad-usage',
      `${problems.length} ${problems.length > 1 ? 'problèmes' : 'problème'} dans les achats prévus ; rien n’a été enregistré :\n${lines.slice(0, 50).join('\n')}`,
      {
        problems: problems
          .slice(0, 500)
          .map(({ line, field, expected }) => ({ path: `${line}.${field}`, message: expected })),
      },
    )
  }
  const purchases = read.flatMap((one) => (Array.isArray(one) ? [] : [one]))
  const last = new Map(purchases.map((one) => [`${one.buyerId} ${one.reference}`, one]))
  await db
    .transaction()
    .execute((trx) => upsertPlannedPurchases(trx, [...last.values()], { author, at: clock.now() }))
  return { recorded: last.size }
}

const FIELD_TITLES: Readonly<Record<keyof RawPlanned, string>> = {
  buyer: 'acheteur',
  reference: 'référence',
  title: 'intitulé',
  cpv: 'CPV',
  family: 'famille',
  amount: 'montant',
  plannedOn: 'date prévue',
}

/** Titles of the columns of a list of planned purchases, normalized. */
const TITLES: Readonly<Record<keyof RawPlanned, readonly string[]>> = {
  buyer: ['acheteur', 'siretacheteur', 'sirenacheteur', 'siretdelacheteur', 'acheteurid'],
  reference: ['reference', 'ref', 'numero', 'id', 'code'],
  title: ['intitule', 'objet', 'achat', 'titre', 'libelle', 'projet'],
  cpv: ['cpv', 'codecpv'],
  family: ['famille', 'familledachat'],
  amount: [
    'montant',
    'montantht',
    'montantestime',
    'montantestimeht',
    'montantprevisionnel',
    'montantprevisionnelht',
    'estimation',
    'estimationht',
  ],
  plannedOn: [
    'dateprevue',
    'date',
    'dateprevisionnelle',
    'datedelancement',
    'datedepublication',
    'lancement',
    'publicationprevue',
  ],
}

type Columns = Partial<Record<keyof RawPlanned, number>>

function recognise(titles: readonly string[]): Columns | null {
  const names = titles.map(normalizeName)
  const found = Object.entries(TITLES).flatMap(([field, known]) => {
    const index = names.findIndex((name) => known.includes(name))
    return index < 0 ? [] : [[field, index] as const]
  })
  const columns: Columns = Object.fromEntries(found)
  const isList = columns.title !== undefined && columns.plannedOn !== undefined
  return isList && (columns.cpv !== undefined || columns.family !== undefined) ? columns : null
}

/** The planned purchases of a table. `buyer`: of lines that name none. Throws `format-unknown` when the file is no such table. */
export async function readPlannedFile(
  path: string,
  buyer: string | null,
): Promise<{ raw: RawPlanned; line: number }[]> {
  const file = await inspectFile(path)
  refuseUnsupported(file)
  const table = await openTable(file, recognise)
  if (!('header' in table))
    throw new AppError(
      'format-unknown',
      `Le fichier « ${file.name} » n’est pas une liste d’achats prévus. Colonnes attendues dans les 30 premières lignes : intitulé, date prévue, CPV (ou famille) et, au choix, acheteur, référence, montant HT. Colonnes trouvées : ${describeTitles(table.found)}. Rien n’a été enregistré.`,
    )
  const { header: columns } = table
  const planned: { raw: RawPlanned; line: number }[] = []
  for await (const { line, cells } of table.read()) {
    if (cells.every((cell) => textOf(cell) === null)) continue
    const cell = (field: keyof RawPlanned) => textOf(cells[columns[field] ?? -1])
    const [reference, title, cpv] = [cell('reference'), cell('title'), cell('cpv')]
    const [family, amount, plannedOn] = [cell('family'), cell('amount'), cell('plannedOn')]
    planned.push({
      raw: { buyer: cell('buyer') ?? buyer, reference, title, cpv, family, amount, plannedOn },
      line,
    })
    if (planned.length > MOST_PLANNED) break
  }
  return planned
}

/** Deletes the planned purchase of this number. Throws `not-found`. */
export async function removePlannedPurchase(db: Db, id: number): Promise<void> {
  if (!(await deletePlannedPurchase(db, id)))
    throw new AppError('not-found', `Aucun achat prévu n’a le numéro ${id}.`)
}
