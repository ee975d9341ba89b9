import { isConcessionNature } from '../domain/contract/contract-kind.ts'
import { textOf } from '../domain/contract/missing-marker.ts'
import type {
  RawAmendment,
  RawContract,
  RawField,
  RawOrganisation,
  RawSubcontract,
} from '../domain/contract/raw-contract.ts'
import { decodeEntities } from './decode-entities.ts'
import { FIELD_ALIASES, holderPartOf, isRowNumber, LIST_ALIASES, normalizeName } from './field-aliases.ts'
import { labelsIn, ORGANISATION_KEYS, objectsWith, organisationOf, unquoteJson } from './read-lists.ts'

type Json = Record<string, unknown>

const organisationsIn = (value: unknown): RawOrganisation[] =>
  objectsWith(value, ORGANISATION_KEYS).map(organisationOf)

function amendmentOf(object: Json): RawAmendment {
  return {
    amendedOn: object.dateNotificationModification ?? object.dateSignatureModification,
    publishedOn: object.datePublicationDonneesModification,
    amount: object.montant ?? object.valeurGlobale,
    durationMonths: object.dureeMois,
    object: decodeEntities(object.objetModification),
    holders: organisationsIn(object.titulaires ?? object.concessionnaires),
  }
}

const AMENDMENT_KEYS = [
  'dateNotificationModification',
  'dateSignatureModification',
  'datePublicationDonneesModification',
  'objetModification',
  'montant',
  'dureeMois',
]

function subcontractOf(object: Json): RawSubcontract {
  const [subcontractor = {}] = objectsWith(object.sousTraitant, ORGANISATION_KEYS)
  return {
    ...organisationOf(subcontractor),
    amount: object.montant,
    notifiedOn: object.dateNotification,
    durationMonths: object.dureeMois,
  }
}

/** Keys whose object holds scalar fields of the contract itself. */
const NESTED_FIELDS = ['acheteur', 'autoriteConcedante', 'lieuExecution'] as const

/** Lays `{"acheteur": {"id": …}}` flat as `acheteur.id`, next to keys that are flat already. */
function flatten(record: Json): [string, unknown][] {
  const nested = NESTED_FIELDS.flatMap((key) => {
    const object = unquoteJson(record[key])
    return typeof object === 'object' && object !== null
      ? Object.entries(object).map(([inner, value]): [string, unknown] => [`${key}.${inner}`, value])
      : []
  })
  return [...Object.entries(record), ...nested]
}

/** Holders written flat on the record: `titulaire_id`, `titulaire_typeIdentifiant_2`… */
function flatHolders(entries: readonly [string, unknown][]): {
  holders: RawOrganisation[]
  isOnePerRow: boolean
} {
  const byRank = new Map<number, RawOrganisation>()
  let isOnePerRow = false
  for (const [key, value] of entries) {
    const place = holderPartOf(normalizeName(key))
    if (!place) continue
    isOnePerRow ||= place.rank === null
    const rank = place.rank ?? 0
    const holder = byRank.get(rank) ?? { scheme: null, identifier: null, name: null }
    byRank.set(rank, { ...holder, [place.part]: decodeEntities(value) })
  }
  const holders = [...byRank].sort(([a], [b]) => a - b).map(([, holder]) => holder)
  return { holders, isOnePerRow }
}

function isConcession(record: Json, container: string): boolean {
  if (/concession/i.test(container) || /concession/i.test(textOf(record._type) ?? '')) return true
  return isConcessionNature(record.nature)
}

/**
 * `spread`: parts of the contract that the file may spread over several rows, to be gathered before it is whole. `recordKey`:
 * what rows of one contract have in common and those of another have not, where the file says it.
 */
export type MappedRecord = {
  raw: RawContract
  spread: { holders: boolean; amendments: boolean; recordKey?: string | null }
}

/** Tells the keys of a JSON record apart, 2019, 2022 or both mixed, nested or flat. Values are left as they are. */
export function mapJsonRecord(record: Json, container: string): MappedRecord {
  const entries = flatten(record)
  const raw: RawContract = {
    isConcession: isConcession(record, container),
    fields: {},
    lists: {},
    holders: organisationsIn(record.titulaires).concat(organisationsIn(record.concessionnaires)),
    amendments: objectsWith(record.modifications, AMENDMENT_KEYS).map(amendmentOf),
    subcontracts: objectsWith(record.actesSousTraitance, ['sousTraitant', 'montant']).map(subcontractOf),
    version: 0,
    isVersionDated: false,
    isSuperseded: false,
    columnNames: {},
  }
  for (const [key, value] of entries) {
    const name = normalizeName(key)
    const field: RawField | undefined = isRowNumber(key) ? undefined : FIELD_ALIASES[name]
    if (field && textOf(raw.fields[field]) === null) {
      raw.fields[field] = decodeEntities(value)
      raw.columnNames[field] = key
    }
    const list = LIST_ALIASES[name]
    if (list) {
      raw.lists[list] ??= labelsIn(value)
      raw.columnNames[list] = key
    }
  }
  const flat = flatHolders(entries)
  if (raw.holders.length > 0) return { raw, spread: { holders: false, amendments: false } }
  return { raw: { ...raw, holders: flat.holders }, spread: { holders: flat.isOnePerRow, amendments: false } }
}
