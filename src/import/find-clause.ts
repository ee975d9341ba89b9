import type { ClauseRow } from '../database/insertion-clauses.ts'
import { textOf } from '../domain/contract/missing-marker.ts'
import { parseOrganisationIdentifier } from '../domain/identifiers/organisation-identifier.ts'
import type { RawHours } from '../domain/insertion/raw-hours.ts'

const plainNumber = (text: string) => text.toUpperCase().replace(/[\s\u00a0]/g, '')
/** "Lot n° 01" → "1" */
const plainLot = (text: string) =>
  plainNumber(text)
    .replace(/^LOT(?:N°|NO|N)?/, '')
    .replace(/^0+(?=\d)/, '')

/** Finds the clause that a line is of: by the clause's own number, else by the contract's, its lot and its buyer where given. */
export class ClauseFinder {
  readonly #byId: ReadonlyMap<number, ClauseRow>
  readonly #byNumber = new Map<string, ClauseRow[]>()
  readonly #buyer: string | null

  /** `buyer`: SIRET or SIREN of lines that name none. */
  constructor(clauses: readonly ClauseRow[], buyer: string | null) {
    this.#byId = new Map(clauses.map((clause) => [clause.id, clause]))
    this.#buyer = buyer
    for (const clause of clauses) {
      const number = plainNumber(clause.sourceId ?? '')
      if (number !== '') this.#byNumber.set(number, [...(this.#byNumber.get(number) ?? []), clause])
    }
  }

  #isOfBuyer({ buyerId, buyerSiren }: ClauseRow, written: string): boolean {
    const parsed = parseOrganisationIdentifier(written, null)
    const siren = typeof parsed === 'object' ? parsed.siren : null
    return buyerId === written || (siren !== null && buyerSiren === siren)
  }

  /** The clause, or why none is found; `field`: the one to look at. */
  find({
    fields,
  }: RawHours):
    | { clauseId: number }
    | { problem: 'clause-unknown' | 'clause-ambiguous'; field: 'clauseId' | 'contractReference' } {
    const id = textOf(fields.clauseId)
    if (id !== null) {
      const found = /^\d{1,9}(\.0)?$/.test(id) ? this.#byId.get(Number(id)) : undefined
      return found ? { clauseId: found.id } : { problem: 'clause-unknown', field: 'clauseId' }
    }
    const buyer = textOf(fields.buyerId) ?? this.#buyer
    const lot = textOf(fields.lot)
    const candidates = (this.#byNumber.get(plainNumber(textOf(fields.contractReference) ?? '')) ?? []).filter(
      (clause) =>
        (buyer === null || this.#isOfBuyer(clause, buyer)) &&
        (lot === null || clause.lot === null || plainLot(clause.lot) === plainLot(lot)),
    )
    const ofLot = candidates.filter((clause) => lot !== null && clause.lot !== null)
    const [first, second] = ofLot.length > 0 ? ofLot : candidates
    if (first === undefined) return { problem: 'clause-unknown', field: 'contractReference' }
    return second === undefined
      ? { clauseId: first.id }
      : { problem: 'clause-ambiguous', field: 'contractReference' }
  }
}
