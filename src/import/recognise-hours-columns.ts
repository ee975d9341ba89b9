import type { RawHoursField } from '../domain/insertion/raw-hours.ts'
import type { Certainty } from './column-reading.ts'
import {
  HOURS_TITLES,
  hoursFieldOfTitle,
  normalizeHoursTitle,
  personalDataOfTitle,
  plainTitle,
} from './hours-aliases.ts'
import { keysOfHeader } from './recognise-columns.ts'
import { typingDistance } from './typing-distance.ts'

/** One column of a table of hours and what it is taken for (`null`: nothing). `rank`: the lower is believed first. */
export type HoursColumn = {
  column: string
  index: number
  field: RawHoursField | null
  how: Certainty
  reason: string | null
  rank: number
}

/** What each column holds, by `keysOfHeader`; a title it does not name is ignored. */
export type HoursMapping = ReadonlyMap<string, RawHoursField | null>

/** Fields that hours are told apart, counted or dated by: a wrong guess of them changes figures. */
const MATTERING: ReadonlySet<RawHoursField> = new Set([
  'clauseId',
  'buyerId',
  'contractReference',
  'lot',
  'person',
  'period',
  'year',
  'from',
  'to',
  'hours',
  'validatedHours',
  'people',
  'employmentContracts',
  'employerId',
  'employmentReference',
  'isValidated',
  'statedOn',
] as const)

/** Whether a person must agree before the column is read. */
export const needsAgreement = ({ field, how }: HoursColumn): boolean =>
  how === 'guessed' && field !== null && MATTERING.has(field)

/** Known titles that may mean something else: a bare "SIRET" may be the buyer's, "Contrat" the contract of the buyer. */
const UNSURE: ReadonlySet<string> = new Set(['code', 'identifiant', 'siret', 'siren', 'contrat'])

/** Hours that are not hours done in the period of the line. */
const OTHER_HOURS =
  /\b(dues?|prevues?|previsionnel\w*|objectif|engage\w*|engagement|restant\w*|reste|a realiser|taux|cout|prix|formation|contractuel\w*|theoriques?|hebdomadaires?|semaine|jour|cumul\w*)\b/

/** Words that make a field likely where no title is known. */
const LIKELY: readonly (readonly [RawHoursField, RegExp, RegExp | null])[] = [
  ['buyerId', /\b(siret|siren)\b.*\b(acheteur|collectivite|maitre|donneur)/, null],
  ['employerId', /\b(siret|siren)\b/, null],
  ['people', /\b(nb|nbre|nombre|effectif)\b.*\b(personnes?|beneficiaires?|participants?|salarie\w*)\b/, null],
  ['employmentContracts', /\b(nb|nbre|nombre)\b.*\bcontrats?\b/, null],
  ['validatedHours', /\b(heures?|h)\b.*\bvalid/, null],
  ['hours', /\bheures?\b/, OTHER_HOURS],
  [
    'person',
    /\b(code|id|identifiant|numero|num|n|matricule)\b.*\b(beneficiaires?|participants?|salarie\w*|personnes?)\b|\bmatricule\b/,
    null,
  ],
  ['contractReference', /\b(code|ref\w*|numero|num|n|no)\b.*\b(marche|chantier|operation)\b/, null],
  ['period', /\b(mois|periode|trimestre)\b/, /\b(anciennete|duree|chomage|nb|nombre)\b/],
]

const SHORTEST_GUESSED = 5
const LONG_ENOUGH_FOR_TWO = 9

/** The only field whose title is one typing error away, two in a long title; `null`: none, or several. */
function misspeltField(key: string): { field: RawHoursField; name: string } | null {
  if (key.length < SHORTEST_GUESSED || /\d/.test(key)) return null
  const most = key.length < LONG_ENOUGH_FOR_TWO ? 1 : 2
  const near = Object.entries<readonly string[]>(HOURS_TITLES).flatMap(([field, names]) =>
    names
      .filter((name) => name.length >= SHORTEST_GUESSED && Math.abs(name.length - key.length) <= most)
      .map((name) => ({ field: field as RawHoursField, name, errors: typingDistance(name, key) })),
  )
  const least = Math.min(...near.map(({ errors }) => errors))
  const nearest = near.filter(({ errors }) => errors === least)
  const [first] = nearest
  if (!first || least > most || nearest.some(({ field }) => field !== first.field)) return null
  return { field: first.field, name: first.name }
}

type Reading = Omit<HoursColumn, 'column' | 'index'>
const ignored = (reason: string | null): Reading => ({ field: null, how: 'ignored', reason, rank: 0 })
/** After every known title of the field. */
const GUESS_RANK = 1_000

function readTitle(title: string): Reading {
  if (title.trim() === '') return ignored('colonne sans titre')
  if (personalDataOfTitle(title) !== null)
    return ignored('désigne une personne : la colonne doit être vide ou retirée')
  const key = normalizeHoursTitle(title)
  const known = hoursFieldOfTitle(title)
  if (known !== null && !UNSURE.has(key)) return { ...known, how: 'known', reason: null }
  if (known !== null)
    return { ...known, how: 'guessed', reason: 'le titre peut vouloir dire autre chose', rank: GUESS_RANK }
  const near = misspeltField(key)
  if (near !== null)
    return {
      field: near.field,
      how: 'guessed',
      reason: `lu comme « ${near.name} » mal orthographié`,
      rank: GUESS_RANK,
    }
  const plain = plainTitle(title)
  const likely = LIKELY.find(([, words, unless]) => words.test(plain) && !unless?.test(plain))
  if (likely === undefined) return ignored(null)
  return { field: likely[0], how: 'guessed', reason: 'lu d’après les mots du titre', rank: GUESS_RANK }
}

/** Sets aside a guess whose field another column holds, and all but the first (by title) of several guesses of one field. */
function keepBestGuesses(columns: readonly HoursColumn[]): HoursColumn[] {
  const best = new Map<RawHoursField, HoursColumn>()
  const bestFirst = columns.toSorted(
    (a, b) => Number(a.how === 'guessed') - Number(b.how === 'guessed') || (a.column < b.column ? -1 : 1),
  )
  for (const column of bestFirst)
    if (column.field !== null && !best.has(column.field)) best.set(column.field, column)
  return columns.map((column) => {
    const first = column.field === null ? undefined : best.get(column.field)
    if (column.how !== 'guessed' || first === undefined || first === column) return column
    return { ...column, ...ignored(`« ${first.column} » en tient déjà lieu`) }
  })
}

/**
 * What each column of a header is taken for, in file order. A person's mapping decides alone, but of columns that identify people;
 * else known titles, then misspelt ones and likely words, as guesses.
 */
export function recogniseHoursColumns(
  header: readonly string[],
  mapping: HoursMapping | null = null,
): HoursColumn[] {
  const keys = keysOfHeader(header)
  const columns = header.map((title, index) => {
    const own = { column: title.trim(), index }
    if (mapping === null || personalDataOfTitle(title) !== null) return { ...own, ...readTitle(title) }
    const field = mapping.get(keys[index] as string) ?? null
    const isRead = field !== null
    return {
      ...own,
      ...(isRead
        ? { field, how: 'profile' as const, reason: null, rank: index }
        : ignored('ignorée par le profil')),
    }
  })
  return mapping === null ? keepBestGuesses(columns) : columns
}
