import { parseOrganisationIdentifier } from '../identifiers/organisation-identifier.ts'
import { type PublishedPlace, parsePlace } from '../place/published-place.ts'
import { type Problem, problemOf } from '../problem/problem.ts'
import type { Organisation } from './contract-record.ts'
import { identifierTextOf, textOf } from './missing-marker.ts'
import type { RawOrganisation } from './raw-contract.ts'

/** The place that two cells of a record say, if any; one that is no code is reported. */
export function readPlace(
  department: unknown,
  commune: unknown,
  column: string,
  problems: Problem[],
): { place?: PublishedPlace } {
  if (department === undefined && commune === undefined) return {}
  const { place, isUnreadable } = parsePlace(textOf(department), textOf(commune))
  if (isUnreadable) problems.push(problemOf('place-unreadable', column, textOf(department) ?? commune))
  return place === null ? {} : { place }
}

/**
 * The organisation a record names, whatever its state: an unusable identifier is kept as written with a `null` scheme.
 * `null` when nothing at all is written. Problems are appended to `problems`.
 */
export function parseOrganisation(
  raw: RawOrganisation,
  column: string,
  problems: Problem[],
): Organisation | null {
  const text = identifierTextOf(raw.identifier)
  const name = textOf(raw.name)
  if (text === null) {
    if (name === null) return null
    problems.push(problemOf('holder-identifier-missing', column, raw.identifier))
    return { scheme: null, identifier: null, siren: null, name }
  }
  const parsed = parseOrganisationIdentifier(text, textOf(raw.scheme))
  if (typeof parsed === 'string') {
    const code = parsed === 'precision-lost' ? 'holder-identifier-rounded' : 'holder-identifier-invalid'
    problems.push(problemOf(code, column, raw.identifier))
    return { scheme: null, identifier: text, siren: null, name }
  }
  if (parsed.repaired) problems.push(problemOf('identifier-repaired', column, raw.identifier))
  const place = readPlace(raw.department, raw.commune, 'titulaire_departement_code', problems)
  return { scheme: parsed.scheme, identifier: parsed.identifier, siren: parsed.siren, name, ...place }
}

/** The organisations of a list, empty entries left out, the same one twice kept once (first place). */
export function parseOrganisations(
  raws: readonly RawOrganisation[],
  column: string,
  problems: Problem[],
): Organisation[] {
  const byKey = new Map<string, Organisation>()
  for (const raw of raws) {
    const organisation = parseOrganisation(raw, column, problems)
    if (!organisation) continue
    const key = organisation.identifier
      ? `${organisation.scheme}:${organisation.identifier}`
      : `name:${organisation.name}`
    if (!byKey.has(key)) byKey.set(key, organisation)
  }
  return [...byKey.values()]
}
