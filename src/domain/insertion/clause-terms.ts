import type { IsoDate } from '../dates/iso-date.ts'
import { BENEFICIARIES_OF_BASIS, type BeneficiaryId, type ClauseBasisId } from './clause-basis.ts'

/** A dated decision on a clause, with why. */
export type Decision = { on: IsoDate; reason: string }

/** What a clause says beside its hours. Money in cents, as text: it is kept as JSON. */
export type ClauseTerms = {
  title: string | null
  bases: readonly ClauseBasisId[]
  /** Whom a reservation is for; empty where nothing is reserved. */
  beneficiaries: readonly BeneficiaryId[]
  facilitator: string | null
  startsOn: IsoDate | null
  endsOn: IsoDate | null
  /** Penalty foreseen for each hour not done, in cents; `null`: none is known. */
  penaltyCentsPerHour: number | null
  /** Ended before or after its term. */
  closed: Decision | null
  /** The buyer gave the hours up. */
  waived: Decision | null
  /** Recorded by mistake: it is kept, and counts nowhere. */
  cancelled: Decision | null
}

export type TermsProblem = { path: keyof ClauseTerms; message: string }

/** What does not hold together in the terms of a clause, in French; empty when all does. */
export function checkTerms({ bases, beneficiaries, startsOn, endsOn }: ClauseTerms): TermsProblem[] {
  const problems: TermsProblem[] = []
  const reservable = bases.flatMap((basis) => BENEFICIARIES_OF_BASIS[basis] ?? [])
  const strangers = beneficiaries.filter((beneficiary) => !reservable.includes(beneficiary))
  if (strangers.length > 0)
    problems.push({
      path: 'beneficiaries',
      message: `un fondement qui réserve le marché à ces bénéficiaires (${strangers.join(', ')} : aucun des fondements donnés)`,
    })
  if (bases.length === 0)
    problems.push({
      path: 'bases',
      message: 'au moins un fondement (condition d’exécution, marché réservé…)',
    })
  if (startsOn !== null && endsOn !== null && endsOn < startsOn)
    problems.push({ path: 'endsOn', message: 'une fin égale ou postérieure au début' })
  return problems
}
