import { identifierTextOf, textOf } from '../../src/domain/contract/missing-marker.ts'
import { readBoolean, readInteger, readNumber } from '../../src/domain/contract/parse-scalars.ts'
import { parseDate } from '../../src/domain/dates/iso-date.ts'
import { dayOfSerial } from '../../src/domain/dates/serial-day.ts'
import {
  IDENTIFIER_SCHEMES,
  parseOrganisationIdentifier,
} from '../../src/domain/identifiers/organisation-identifier.ts'
import { isSiren, isSiret } from '../../src/domain/identifiers/siren.ts'
import { readAmount } from '../../src/domain/money/amount-flag.ts'
import { isAmbiguousAmount, parseAmountCents } from '../../src/domain/money/parse-amount.ts'
import { problemOf } from '../../src/domain/problem/problem.ts'
import { decodeEntities } from '../../src/import/decode-entities.ts'
import { plainNumber } from '../../src/import/number-format.ts'
import { labelsIn } from '../../src/import/read-lists.ts'
import { hold, holdProblems, holdSame, isStorable } from './hold.ts'

function holdText(written: string): void {
  const text = textOf(decodeEntities(written))
  hold(text === null || (isStorable(text) && text === text.trim() && text !== ''), 'a text is tidy')
  if (text !== null) holdSame(textOf(text), text, 'a text read again')
  hold((identifierTextOf(written)?.length ?? 0) <= 255, 'an identifier is cut')
  hold((labelsIn(written) ?? []).every(isStorable), 'labels can be stored')
  holdProblems([problemOf('record-unreadable', written, written)])
}

/** An identifier in its official form is read as itself; answers whether one of the schemes took the text. */
export function checkIdentifier(written: string): boolean {
  holdText(written)
  let isTaken = false
  for (const declared of [null, ...IDENTIFIER_SCHEMES, written]) {
    const parsed = parseOrganisationIdentifier(written, declared)
    if (typeof parsed === 'string') continue
    isTaken = true
    const { scheme, identifier, siren } = parsed
    hold(identifier !== '', 'an identifier is not empty')
    hold(siren === null || isSiren(siren), 'a SIREN passes its check')
    if (scheme === 'SIRET')
      hold(isSiret(identifier) && identifier.startsWith(siren ?? '?'), 'a SIRET passes its check')
    if (scheme === 'SIREN') holdSame(identifier, siren, 'a SIREN is its own')
    holdSame(
      parseOrganisationIdentifier(identifier, scheme),
      { ...parsed, repaired: false },
      'an identifier in its official form',
    )
  }
  return isTaken
}

const inEuros = (cents: bigint) => {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0')
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Cents written as euros are read as the same cents; answers whether the text is an amount. */
export function checkAmount(written: string): boolean {
  holdText(written)
  const cents = parseAmountCents(written)
  const { amountCents, amountFlag } = readAmount(written)
  hold(amountCents !== null || amountFlag !== null, 'an amount that is not known says why')
  hold(amountCents === null || BigInt.asIntN(63, amountCents) === amountCents, 'an amount fits its column')
  if (isAmbiguousAmount(written)) hold(amountCents === null, 'an amount of two readings is not kept')
  if (cents !== null && inEuros(cents).length <= 40)
    holdSame(parseAmountCents(inEuros(cents)), cents, 'an amount read again')
  for (const read of [readInteger, readNumber, readBoolean]) {
    const { value, isUnreadable } = read(written)
    hold(value === null || !isUnreadable, 'a value that is read is readable')
    hold(typeof value !== 'number' || Number.isFinite(value), 'a number is finite')
  }
  const { value } = readInteger(written)
  hold(value === null || Math.abs(value) <= 2_147_483_647, 'a whole number fits its column')
  hold(isStorable(plainNumber(written)) || !isStorable(written), 'a number of a workbook can be stored')
  return cents !== null
}

/** A day is read as itself; answers whether the text is one. */
export function checkDate(written: string): boolean {
  holdText(written)
  const day = parseDate(written)
  const serial = dayOfSerial(Number(written))
  for (const found of [day, serial]) {
    if (found === null) continue
    hold(/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(found), 'a day has four, two and two digits')
    holdSame(parseDate(found), found, 'a day read again')
    holdSame(new Date(`${found}T00:00:00Z`).toISOString().slice(0, 10), found, 'a day of the calendar')
  }
  return day !== null
}
