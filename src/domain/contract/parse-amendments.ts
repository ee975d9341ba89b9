import { type IsoDate, parseDate } from '../dates/iso-date.ts'
import { readAmount } from '../money/amount-flag.ts'
import { type Problem, problemOf } from '../problem/problem.ts'
import { isPlausibleDay } from './contract-problems.ts'
import type { Amendment, Organisation, Subcontract } from './contract-record.ts'
import { textOf } from './missing-marker.ts'
import { parseOrganisation, parseOrganisations } from './parse-organisation.ts'
import { readMonthCount } from './parse-scalars.ts'
import type { RawAmendment, RawSubcontract } from './raw-contract.ts'

function readDay(raw: unknown, column: string, problems: Problem[]): IsoDate | null {
  const text = textOf(raw)
  if (text === null) return null
  const day = parseDate(text)
  if (day === null) problems.push(problemOf('date-unreadable', column, raw))
  return day
}

/** The day of an amendment, kept as written; flagged before 1990 or after today, since it may not be the latest it claims to be. */
function readAmendmentDay(raw: unknown, today: IsoDate, problems: Problem[]): IsoDate | null {
  const column = 'modifications.dateNotificationModification'
  const day = readDay(raw, column, problems)
  if (day !== null && !isPlausibleDay(day, today))
    problems.push(problemOf('amendment-date-implausible', column, raw))
  return day
}

/** An amount that may be left unsaid: then neither cents nor flag. */
function readOptionalAmount(raw: unknown, column: string, problems: Problem[]) {
  const text = textOf(raw)
  if (text === null) return { amountCents: null, amountFlag: null }
  const amount = readAmount(typeof raw === 'number' ? raw : text)
  if (amount.amountFlag) problems.push(problemOf(`amount-${amount.amountFlag}`, column, raw))
  return amount
}

function readMonths(raw: unknown, column: string, problems: Problem[]): number | null {
  const { value, isUnreadable } = readMonthCount(raw)
  if (isUnreadable) problems.push(problemOf('duration-unreadable', column, raw))
  return value
}

/** The amendments of a record, in file order; one that changes nothing readable is still kept: it happened. */
export function parseAmendments(
  raws: readonly RawAmendment[],
  today: IsoDate,
  problems: Problem[],
): Amendment[] {
  return raws.map((raw) => ({
    amendedOn: readAmendmentDay(raw.amendedOn, today, problems),
    publishedOn: readDay(raw.publishedOn, 'modifications.datePublicationDonneesModification', problems),
    ...readOptionalAmount(raw.amount, 'modifications.montant', problems),
    durationMonths: readMonths(raw.durationMonths, 'modifications.dureeMois', problems),
    object: textOf(raw.object),
    holders: parseOrganisations(raw.holders, 'modifications.titulaires.id', problems),
  }))
}

const SUBCONTRACTOR_COLUMN = 'actesSousTraitance.sousTraitant.id'

function readSubcontractor(raw: RawSubcontract, problems: Problem[]): Organisation {
  const subcontractor = parseOrganisation(raw, SUBCONTRACTOR_COLUMN, problems)
  if (subcontractor) return subcontractor
  problems.push(problemOf('holder-identifier-missing', SUBCONTRACTOR_COLUMN, raw.identifier))
  return { scheme: null, identifier: null, siren: null, name: null }
}

/** The subcontracts of a record: the indirect share. A subcontractor without usable identifier stays, undetermined. */
export function parseSubcontracts(raws: readonly RawSubcontract[], problems: Problem[]): Subcontract[] {
  return raws.map((raw) => ({
    ...readSubcontractor(raw, problems),
    ...readOptionalAmount(raw.amount, 'actesSousTraitance.montant', problems),
    notifiedOn: readDay(raw.notifiedOn, 'actesSousTraitance.dateNotification', problems),
    durationMonths: readMonths(raw.durationMonths, 'actesSousTraitance.dureeMois', problems),
  }))
}
