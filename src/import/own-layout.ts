import { textOf } from '../domain/contract/missing-marker.ts'
import type { RawAmendment, RawContract, RawList, RawOrganisation } from '../domain/contract/raw-contract.ts'
import { parseAmountCents } from '../domain/money/parse-amount.ts'
import type { ColumnReading } from './column-reading.ts'
import { type ColumnField, partOf } from './contract-columns.ts'
import { targetOfFormatName } from './format-columns.ts'
import { labelsIn } from './read-lists.ts'

/** A list told by a yes-or-no column: "Clause sociale : oui". */
type YesColumn = { list: RawList; label: string; index: number }

/** What a buyer's own layout adds to the published formats; a file without any of it has no such plan. */
export type OwnLayout = {
  roleColumn: number | null
  yesColumns: readonly YesColumn[]
  /** Identifiers besides the SIRET of each holder, in the order of `ColumnPlan.holders`: read when the SIRET is empty. */
  otherIdentifiers: readonly (readonly { index: number; scheme: string }[])[]
  /** The new total stands beside the initial amount on every row: it says something only where it differs. */
  hasTotalOnEveryRow: boolean
}

const YES_FIELDS: Partial<Record<ColumnField, { list: RawList; label: string }>> = {
  socialClause: { list: 'socialConsiderations', label: 'Clause sociale' },
  socialCriterion: { list: 'socialConsiderations', label: 'Critère social' },
  reserved: { list: 'socialConsiderations', label: 'Marché réservé' },
  environmentalClause: { list: 'environmentalConsiderations', label: 'Clause environnementale' },
  environmentalCriterion: { list: 'environmentalConsiderations', label: 'Critère environnemental' },
}

const SCHEMES: Readonly<Record<string, string>> = { Siren: 'SIREN', Vat: 'TVA' }

/** The plan of a buyer's own layout; `null` when the columns need nothing more than those of a published format. */
export function planOwnLayout(
  header: readonly string[],
  readings: readonly ColumnReading[],
  placesOfHolders: readonly string[],
  placeOf: (reading: ColumnReading) => string | null,
): OwnLayout | null {
  const columnOf = (field: ColumnField) => readings.find(({ target }) => target?.field === field)
  const yesColumns = readings.flatMap(({ target, index }) => {
    const yes = target && YES_FIELDS[target.field]
    return yes ? [{ ...yes, index }] : []
  })
  const otherIdentifiers = placesOfHolders.map((place) =>
    readings.flatMap((reading) => {
      const scheme = SCHEMES[(reading.target && partOf(reading.target.field)?.part) ?? '']
      return scheme !== undefined && placeOf(reading) === place ? [{ index: reading.index, scheme }] : []
    }),
  )
  const total = columnOf('amendmentAmount')
  const own = {
    roleColumn: columnOf('holderRole')?.index ?? null,
    yesColumns,
    otherIdentifiers: otherIdentifiers.map((list) => list.toSorted((a, b) => (a.scheme < b.scheme ? -1 : 1))),
    hasTotalOnEveryRow:
      total !== undefined && targetOfFormatName(header[total.index] as string)?.field !== 'amendmentAmount',
  }
  const isNeeded =
    own.roleColumn !== null ||
    yesColumns.length > 0 ||
    otherIdentifiers.some((list) => list.length > 0) ||
    own.hasTotalOnEveryRow
  return isNeeded ? own : null
}

/** What a row says of its holder's place in a group. */
export type HolderRole = 'lead' | 'holder' | 'coHolder' | 'subcontractor'

const ROLES: readonly [RegExp, HolderRole][] = [
  [/^(ma|man|mand|mandataires?|chef de file|mandataire .*)$/, 'lead'],
  [/^(co|ct|cot|cotr|co[ -]?traitants?|co[ -]?titulaires?|membres?|tc)$/, 'coHolder'],
  [/^(st|sous[ -]?traitants?)$/, 'subcontractor'],
]

/** "MA" → lead, "TI" → holder, "CO" → co-holder, "ST" → subcontractor; what is not known, or not said, is a holder. */
export function parseHolderRole(cell: string | undefined): HolderRole {
  const role = (textOf(cell) ?? '')
    .normalize('NFD')
    .replace(/[\u0300-\u036f.]/g, '')
    .toLowerCase()
  return ROLES.find(([pattern]) => pattern.test(role))?.[1] ?? 'holder'
}

const YES = /^(oui|o|x|1|vrai|true|yes)$/i
const NO = /^(non|n|0|faux|false|no|aucune?|néant|sans objet|-)$/i

/** "oui" is the consideration the column is named after; "non" says nothing of the others: unknown. */
function labelsOfYes({ label, index }: YesColumn, cells: readonly string[]): string[] {
  const text = textOf(cells[index])
  if (text === null || NO.test(text)) return []
  return YES.test(text) ? [label] : (labelsIn(text) ?? [])
}

/** An empty cell, a zero or the initial amount again: the contract was not changed. */
function isSameTotal(total: unknown, initial: unknown): boolean {
  const cents = parseAmountCents(textOf(total) ?? '0')
  return cents === 0n || (cents !== null && cents === parseAmountCents(textOf(initial) ?? ''))
}

function realAmendments(raw: RawContract): RawAmendment[] {
  return raw.amendments.flatMap((amendment) => {
    if (!isSameTotal(amendment.amount, raw.fields.amount)) return [amendment]
    const { amount: _, ...rest } = amendment
    const saysMore = [rest.amendedOn, rest.durationMonths].some((value) => textOf(value) !== null)
    return saysMore || rest.holders.length > 0 ? [{ ...rest, amount: null }] : []
  })
}

function identify(
  holder: RawOrganisation,
  others: OwnLayout['otherIdentifiers'][number] | undefined,
  cells: readonly string[],
): RawOrganisation {
  if (!others || textOf(holder.identifier) !== null) return holder
  const found = others.find(({ index }) => textOf(cells[index]) !== null)
  return found ? { ...holder, identifier: cells[found.index], scheme: found.scheme } : holder
}

/** A row of a buyer's own layout, once read as those of the published formats are. */
export function refineOwnRow(own: OwnLayout, raw: RawContract, cells: readonly string[]): RawContract {
  const lists = { ...raw.lists }
  for (const column of own.yesColumns) {
    const labels = labelsOfYes(column, cells)
    if (labels.length > 0) lists[column.list] = [...new Set([...(lists[column.list] ?? []), ...labels])]
  }
  const holders = raw.holders.map((holder, place) => identify(holder, own.otherIdentifiers[place], cells))
  const amendments = own.hasTotalOnEveryRow ? realAmendments(raw) : raw.amendments
  const refined = { ...raw, lists, holders, amendments }
  if (own.roleColumn === null || parseHolderRole(cells[own.roleColumn]) !== 'subcontractor') return refined
  const subcontracts = holders.map((holder) => ({
    ...holder,
    amount: null,
    notifiedOn: null,
    durationMonths: null,
  }))
  return { ...refined, holders: [], subcontracts: [...raw.subcontracts, ...subcontracts] }
}
