import type { IsoDate } from '../dates/iso-date.ts'
import { divideToNearest } from './hours.ts'

/** amount × labour share × insertion rate ÷ loaded hourly cost. Shares in basis points: 50 % is 5000. */
export type LabourShareInputs = {
  amountCents: bigint
  labourShareBasisPoints: number
  insertionRateBasisPoints: number
  hourlyCostCents: number
}

/** 1 000 000 € × 50 % × 5 % ÷ 30 €/h → 83333 hundredths of an hour, to the nearest. */
export function hoursFromLabourShare({
  amountCents,
  labourShareBasisPoints,
  insertionRateBasisPoints,
  hourlyCostCents,
}: LabourShareInputs): number {
  const numerator = amountCents * BigInt(labourShareBasisPoints) * BigInt(insertionRateBasisPoints) * 100n
  return divideToNearest(numerator, 100_000_000n * BigInt(hourlyCostCents))
}

/** One hour for so many euros invoiced; `invoice`: its number, where there is one. */
export type InvoicedInputs = { invoicedCents: bigint; centsPerHour: number; invoice: string | null }

/** 10 000 € at 1 h for 2 000 € → 500 hundredths. A credit note takes hours back. */
export function hoursFromInvoice({ invoicedCents, centsPerHour }: InvoicedInputs): number {
  const size = invoicedCents < 0n ? -invoicedCents : invoicedCents
  const hours = divideToNearest(size * 100n, BigInt(centsPerHour))
  return invoicedCents < 0n ? -hours : hours
}

/** Hours under which the cleaning sector sets no clause. */
export const CLEANING_FLOOR_HUNDREDTHS = 15_000

export type CleaningInputs = LabourShareInputs & { floorHundredths: number }

/**
 * The hours of a cleaning contract: none when the formula gives less than the floor, which itself is due. The sources say the
 * floor and no other formula for this sector: that of the labour share is applied, each of its parameters given by the user.
 */
export function hoursInCleaning(inputs: CleaningInputs): number {
  const hours = hoursFromLabourShare(inputs)
  return hours < inputs.floorHundredths ? 0 : hours
}

/** How hours due were found, with what it takes to find them again. */
export type DueMethod =
  | { method: 'entered'; hundredths: number }
  | ({ method: 'labour-share' } & LabourShareInputs)
  | ({ method: 'invoiced' } & InvoicedInputs)
  | ({ method: 'cleaning' } & CleaningInputs)

export const DUE_METHODS = [
  'entered',
  'labour-share',
  'invoiced',
  'cleaning',
] as const satisfies readonly DueMethod['method'][]

export function hoursOfMethod(due: DueMethod): number {
  switch (due.method) {
    case 'entered':
      return due.hundredths
    case 'labour-share':
      return hoursFromLabourShare(due)
    case 'invoiced':
      return hoursFromInvoice(due)
    case 'cleaning':
      return hoursInCleaning(due)
  }
}

/** Why hours due change. */
export const DUE_EVENTS = {
  initial: 'Engagement initial',
  amendment: 'Avenant',
  renewal: 'Reconduction',
  invoice: 'Facture',
  correction: 'Correction',
} as const
export type DueEvent = keyof typeof DUE_EVENTS
export const DUE_EVENT_IDS = Object.keys(DUE_EVENTS) as readonly DueEvent[]

/**
 * One line of the history: from `effectiveOn`, the hours due are `hundredths` (`total`) or so many more (`addition`). An entry
 * that `replaces` another counts in its place; the other is kept and no longer counts.
 */
export type DueEntry = {
  id: bigint
  effectiveOn: IsoDate
  effect: 'total' | 'addition'
  hundredths: number
  replaces: bigint | null
}

/** The entries that count, in order: those replaced are left out. A replacement may be replaced in turn. */
export function listDuesInForce<T extends DueEntry>(entries: readonly T[]): T[] {
  const replaced = new Set(entries.map(({ replaces }) => replaces))
  return entries
    .filter(({ id }) => !replaced.has(id))
    .toSorted((a, b) =>
      a.effectiveOn === b.effectiveOn ? Number(a.id - b.id) : a.effectiveOn < b.effectiveOn ? -1 : 1,
    )
}

/** The hours due on a day, in hundredths; `null` when none were stated by then, which is not zero. */
export function sumHoursDue(entries: readonly DueEntry[], on: IsoDate): number | null {
  const known = listDuesInForce(entries).filter(({ effectiveOn }) => effectiveOn <= on)
  if (known.length === 0) return null
  return known.reduce(
    (sum, { effect, hundredths }) => (effect === 'total' ? hundredths : sum + hundredths),
    0,
  )
}
