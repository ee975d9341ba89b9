import { readAugmentedTitles } from './augmented-columns.ts'
import { type BareIdentifier, placeBareIdentifiers } from './bare-identifiers.ts'
import { type CanonicalTitle, canonicalTitle } from './canonical-title.ts'
import { type ColumnReading, compareReadings } from './column-reading.ts'
import { type ColumnTarget, nameOfTarget, partOf, titleOfTarget } from './contract-columns.ts'
import { isRowNumber, normalizeName } from './field-aliases.ts'
import { findOwnName, OWN_NAMES, type OwnName, UNUSED_NAMES } from './find-own-name.ts'
import { targetOfFormatName } from './format-columns.ts'
import { typingDistance } from './typing-distance.ts'

/** What is known of a file besides its titles. `mapping`: what each column holds, by `keysOfHeader`; a title it does not name is ignored. */
export type ReadingHints = {
  hasBuyer?: boolean
  mapping?: ReadonlyMap<string, ColumnTarget | null> | null
}

/** The titles as the user is shown them: one met before carries its number. */
function namesOfHeader(header: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return header.map((title) => {
    const written = title.trim()
    const count = (seen.get(written) ?? 0) + 1
    seen.set(written, count)
    return count === 1 ? written : `${written} (${count})`
  })
}

/** What names each column of a layout whatever the case and accents of its title: `siret`, then `siret#2`. */
export function keysOfHeader(header: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return header.map((title) => {
    const name = normalizeName(title)
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name}#${count}`
  })
}

const ignored = (reason: string | null) => ({ target: null, how: 'ignored' as const, reason, preference: 0 })

/** Names shorter than this are too close to each other for a typing error to be told from another word. */
const SHORTEST_GUESSED = 5
const LONG_ENOUGH_FOR_TWO = 9

/** The letters of a word, a bit each. */
function lettersOf(word: string): number {
  let letters = 0
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) % 32)
  return letters
}

function countBits(bits: number): number {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count++
  return count
}

/** What a misspelt title is compared with; `own` is `null` for a word that is no field. */
const NAMES_TO_COMPARE: readonly { name: string; letters: number; own: OwnName | null }[] = [
  ...OWN_NAMES,
  ...[...UNUSED_NAMES].map((name): [string, null] => [name, null]),
]
  .filter(([name]) => name.length >= SHORTEST_GUESSED)
  .map(([name, own]) => ({ name, letters: lettersOf(name), own }))

/** How far a misspelt title may be from a name: one typing error, two in a long title. */
const mostErrors = (key: string) => (key.length < LONG_ENOUGH_FOR_TWO ? 1 : 2)

/** The names nearest to a title, all at the same distance; none when the title is too far, or nearest to a word that is no field. */
function listNearestNames(key: string): OwnName[] {
  let nearest: OwnName[] = []
  let least = mostErrors(key)
  const keyLetters = lettersOf(key)
  for (const { name, letters, own } of NAMES_TO_COMPARE) {
    if (Math.abs(name.length - key.length) > least) continue
    // One error changes two letters at most: most names are told apart without counting the errors.
    if (countBits(letters ^ keyLetters) > 2 * least) continue
    const errors = typingDistance(name, key)
    if (errors > least) continue
    if (own === null) return []
    nearest = errors < least ? [own] : [...nearest, own]
    least = errors
  }
  return nearest
}

/** The field a misspelt title means; `null` when none is near. Two fields as near as each other are told to the user, and none taken. */
function guessMisspelt({ key, rank }: CanonicalTitle): Omit<ColumnReading, 'column' | 'index'> | null {
  if (key.length < SHORTEST_GUESSED || /\d/.test(key)) return null
  const near = listNearestNames(key)
  const [first] = near
  if (first === undefined) return null
  const other = near.find(({ field }) => field !== first.field)
  if (other) return ignored(`ressemble à « ${first.name} » et à « ${other.name} » : associez la colonne`)
  const target = { field: first.field, rank: partOf(first.field) ? rank : null }
  const preference = Math.min(...near.map((name) => name.preference))
  return { target, how: 'guessed', reason: `lu comme « ${first.name} » mal orthographié`, preference }
}

/** What a title means taken alone. A bare "SIRET" waits for the others: it may be the buyer's or the holder's. */
function readTitle(title: string): Omit<ColumnReading, 'column' | 'index'> | 'bare-identifier' {
  if (title.trim() === '') return ignored('colonne sans titre')
  if (isRowNumber(title)) return ignored('numéro de ligne du portail, et non celui du marché')
  const target = targetOfFormatName(title)
  if (target) return { target, how: 'known', reason: null, preference: 0 }
  const canonical = canonicalTitle(title)
  if (canonical.refusal !== null) return ignored(canonical.refusal)
  const found = findOwnName(canonical)
  if (found === null) return guessMisspelt(canonical) ?? ignored(null)
  if ('unusedBecause' in found) return ignored(found.unusedBecause)
  if ('isBareIdentifier' in found) return 'bare-identifier'
  const { field, isSure, preference } = found.name
  const rank = partOf(field) ? canonical.rank : null
  if (canonical.rank !== null && rank === null) return ignored(null)
  return {
    target: { field, rank },
    how: isSure ? 'known' : 'guessed',
    reason: isSure ? null : 'le titre peut vouloir dire autre chose',
    preference,
  }
}

/** Sets aside a guess whose field another column already holds, and all but the best of several guesses of one field. */
function keepBestGuesses(readings: readonly ColumnReading[]): ColumnReading[] {
  const holderOf = new Map<string, ColumnReading>()
  const bestFirst = readings.toSorted(
    (a, b) => Number(a.how === 'guessed') - Number(b.how === 'guessed') || compareReadings(a, b),
  )
  for (const reading of bestFirst) {
    const name = reading.target && nameOfTarget(reading.target)
    if (name !== null && !holderOf.has(name)) holderOf.set(name, reading)
  }
  return readings.map((reading) => {
    const best = reading.target && holderOf.get(nameOfTarget(reading.target))
    if (!best || !reading.target || best === reading) return reading
    const isHolderPart = partOf(reading.target.field) !== null || reading.target.field === 'holderRole'
    const reason = `« ${best.column} » tient déjà lieu de : ${titleOfTarget(reading.target)}`
    if (reading.how === 'guessed' || (isHolderPart && reading.preference > 0))
      return { ...reading, ...ignored(reason) }
    if (reading.preference === 0) return reading
    return { ...reading, reason: `lu quand « ${best.column} » est vide` }
  })
}

/** An estimate or a ceiling stands for the amount only where nothing else does: the user is told. */
const explainEstimate = (reading: ColumnReading, hasAmount: boolean): ColumnReading => ({
  ...reading,
  reason: hasAmount
    ? 'lu quand le montant du marché est vide'
    : 'montant estimé ou maximum, pris faute d’un autre montant hors taxes',
})

function readByProfile(
  header: readonly string[],
  mapping: ReadonlyMap<string, ColumnTarget | null>,
): Omit<ColumnReading, 'column'>[] {
  return keysOfHeader(header).map((key, index) => {
    const target = mapping.get(key) ?? null
    return target
      ? { index, target, how: 'profile', reason: null, preference: 0 }
      : { index, ...ignored('ignorée par le profil') }
  })
}

/**
 * What each column of a header is taken for, in file order. A person's mapping decides alone; else the names of the published
 * formats come first, then those buyers use, then misspelt ones. Neither the order of the columns, nor case nor accents
 * change the answer, but for two columns of the same title.
 */
export function recogniseColumns(header: readonly string[], hints: ReadingHints = {}): ColumnReading[] {
  const names = namesOfHeader(header)
  const name = (reading: Omit<ColumnReading, 'column'>) => ({
    ...reading,
    column: names[reading.index] as string,
  })
  if (hints.mapping) return readByProfile(header, hints.mapping).map(name)
  const bare: BareIdentifier[] = []
  const readings: ColumnReading[] = []
  const readAugmented = readAugmentedTitles(header)
  header.forEach((title, index) => {
    const reading = readAugmented(title) ?? readTitle(title)
    if (reading === 'bare-identifier') bare.push({ index, column: names[index] as string, title })
    else readings.push(name({ ...reading, index }))
  })
  const kept = keepBestGuesses([
    ...readings,
    ...placeBareIdentifiers(bare, readings, hints.hasBuyer ?? false),
  ])
  const hasAmount = kept.some(({ target }) => target?.field === 'amount')
  return kept
    .map((reading) =>
      reading.target?.field === 'estimatedAmount' ? explainEstimate(reading, hasAmount) : reading,
    )
    .toSorted((a, b) => a.index - b.index)
}
