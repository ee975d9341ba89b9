import type { ColumnReading } from './column-reading.ts'
import { type ColumnTarget, partOf } from './contract-columns.ts'

/** A column titled "SIRET" or "N° SIREN" and no more. */
export type BareIdentifier = { index: number; column: string; title: string }

type Party = 'buyer' | 'holder'

/** "SIRET / SIREN" is read as a SIRET: a SIREN in it is told by its nine digits. */
const isSirenTitle = (title: string) => /siren/i.test(title) && !/siret/i.test(title)

function targetFor(party: Party, title: string): ColumnTarget {
  const isSiren = isSirenTitle(title)
  const field =
    party === 'buyer' ? (isSiren ? 'buyerSiren' : 'buyerId') : isSiren ? 'holderSiren' : 'holderId'
  return { field, rank: null }
}

/** Whose name a column gives; `null` for every other column. */
function partyOf({ target }: ColumnReading): Party | null {
  if (target?.field === 'buyerName') return 'buyer'
  return target && partOf(target.field)?.part === 'Name' ? 'holder' : null
}

/** The party named by the column that comes last before this one: "Titulaire;SIRET". */
function partyBefore(index: number, readings: readonly ColumnReading[]): Party | null {
  const before = readings.filter((reading) => reading.index < index && partyOf(reading) !== null)
  const last = before.toSorted((a, b) => b.index - a.index)[0]
  return last ? partyOf(last) : null
}

/**
 * Whose SIRET a bare "SIRET" is. Alone, it is the holder's, and sure when the buyer and the name of the holder are known
 * otherwise; the buyer's, as a guess, when the holder has one already. Several are told apart by the name before each, as a guess.
 */
export function placeBareIdentifiers(
  bare: readonly BareIdentifier[],
  readings: readonly ColumnReading[],
  isBuyerGiven: boolean,
): ColumnReading[] {
  const known = readings.filter(({ how }) => how === 'known').map(({ target }) => target?.field)
  const hasBuyer = isBuyerGiven || known.includes('buyerId') || known.includes('buyerSiren')
  const hasHolder = ['holderId', 'leadId', 'holderSiren'].some((field) => known.includes(field as 'holderId'))
  const hasHolderName = readings.some((reading) => partyOf(reading) === 'holder')
  const isOfOneKind = (kind: boolean) => bare.filter(({ title }) => isSirenTitle(title) === kind).length <= 1
  const isAlone = isOfOneKind(true) && isOfOneKind(false)
  return bare.map(({ index, column, title }) => {
    const nothing = { index, column, target: null, how: 'ignored' as const, preference: 0 }
    if (hasHolder && hasBuyer)
      return { ...nothing, reason: 'l’acheteur et le titulaire ont déjà leur identifiant' }
    const party = hasHolder ? 'buyer' : hasBuyer || isAlone ? 'holder' : partyBefore(index, readings)
    if (party === null)
      return {
        ...nothing,
        reason: 'SIRET de l’acheteur ou du titulaire ? Rien ne le dit : associez la colonne',
      }
    const isSure = party === 'holder' && hasBuyer && hasHolderName && isAlone
    return {
      index,
      column,
      target: targetFor(party, title),
      how: isSure ? 'known' : 'guessed',
      reason: isSure ? null : 'le titre ne dit pas à qui est cet identifiant',
      preference: 1,
    }
  })
}
