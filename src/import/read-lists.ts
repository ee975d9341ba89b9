import { textOf } from '../domain/contract/missing-marker.ts'
import type { RawOrganisation } from '../domain/contract/raw-contract.ts'
import { decodeEntities } from './decode-entities.ts'

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value, or the JSON it holds when a consolidated file wrote JSON inside a string; text that is not JSON stays text. */
export function unquoteJson(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** The deepest nesting published files show is six (`titulaires: [[[[…]]]]`). */
const DEEPEST_NESTING = 12

/** Every object with one of the `keys`, whatever lists and wrappers (`{"titulaire": {…}}`) surround it, in order. */
export function objectsWith(value: unknown, keys: readonly string[], depth = 0): Json[] {
  const unquoted = unquoteJson(value)
  if (depth > DEEPEST_NESTING) return []
  if (Array.isArray(unquoted)) return unquoted.flatMap((item) => objectsWith(item, keys, depth + 1))
  if (!isObject(unquoted)) return []
  if (keys.some((key) => key in unquoted)) return [unquoted]
  return Object.values(unquoted).flatMap((item) =>
    typeof item === 'object' ? objectsWith(item, keys, depth + 1) : [],
  )
}

/** The labels of a list field: wrapped, bare, or joined in one cell; `null` when nothing is written. */
export function labelsIn(value: unknown): string[] | null {
  const unquoted = unquoteJson(value)
  const labels: string[] = []
  const collect = (item: unknown, depth: number): void => {
    if (depth > DEEPEST_NESTING) return
    if (Array.isArray(item)) for (const inner of item) collect(inner, depth + 1)
    else if (isObject(item)) for (const inner of Object.values(item)) collect(inner, depth + 1)
    else labels.push(...splitCell(textOf(decodeEntities(item))))
  }
  collect(unquoted, 0)
  return labels.length > 0 ? labels : null
}

/** "Clause sociale, Critère social" or "['Clause sociale']" → its labels. */
function splitCell(cell: string | null): string[] {
  if (cell === null) return []
  return cell
    .replace(/^[[\s]+|[\]\s]+$/g, '')
    .split(/[,;|]/)
    .map((label) => textOf(label.replace(/^[\s'"]+|[\s'"]+$/g, '')))
    .filter((label) => label !== null)
}

/** An organisation object of either format. */
export function organisationOf(object: Json): RawOrganisation {
  return {
    scheme: object.typeIdentifiant,
    identifier: object.id,
    name: decodeEntities(object.denominationSociale ?? object.nom),
  }
}

export const ORGANISATION_KEYS = ['id', 'typeIdentifiant', 'denominationSociale'] as const
