import { parseOrganisationIdentifier } from '../identifiers/organisation-identifier.ts'
import { isSiren } from '../identifiers/siren.ts'
import { type Problem, problemOf } from '../problem/problem.ts'
import { identifierTextOf } from './missing-marker.ts'

/** The SIREN a wrong SIRET starts with, when that part is right: only the establishment is in doubt. */
function sirenWithin(wrongSiret: string): string | null {
  const digits = wrongSiret.replace(/\s/g, '')
  const siren = digits.slice(0, 9)
  return /^\d{14}$/.test(digits) && isSiren(siren) ? siren : null
}

/**
 * The buyer an identifier names; one that fails its check is kept as written. `null` when nothing is written: the row cannot
 * be used. Problems are appended to `problems`.
 */
export function parseBuyer(
  raw: unknown,
  column: string,
  problems: Problem[],
): { buyerId: string; buyerSiren: string | null } | null {
  const written = identifierTextOf(raw)
  if (written === null) {
    problems.push(problemOf('buyer-missing', column, raw))
    return null
  }
  const parsed = parseOrganisationIdentifier(written, null)
  if (typeof parsed === 'string') {
    problems.push(problemOf('buyer-identifier-invalid', column, raw))
    return { buyerId: written, buyerSiren: sirenWithin(written) }
  }
  if (parsed.repaired) problems.push(problemOf('identifier-repaired', column, raw))
  return { buyerId: parsed.identifier, buyerSiren: parsed.siren }
}
