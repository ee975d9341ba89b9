import {
  AFTERWARDS,
  type AfterwardsId,
  AGE_BANDS,
  type AgeBandId,
  ageBandOf,
  EMPLOYMENT_FORMS,
  type EmploymentFormId,
  HIRING_FORMS,
  type HiringFormId,
  PUBLIC_IDS,
  PUBLICS,
  type PublicId,
  QUALIFICATIONS,
  type QualificationId,
  SEXES,
  type SexId,
} from './person-profile.ts'

/* What facilitators write, read as our codes. Patterns are tried in order, on text without accents, in lower case. */

type Words<T extends string> = readonly (readonly [RegExp, T])[]

const plainOf = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[’]/g, "'").trim()

/** Reads a title or a code of the list first, then what resembles one. */
function firstOf<T extends string>(titles: Readonly<Record<T, string>>, words: Words<T>) {
  const exact = new Map(
    Object.entries<string>(titles).flatMap(([id, title]) => [
      [plainOf(title), id as T],
      [id, id as T],
    ]),
  )
  return (raw: string): T | null => {
    const text = plainOf(raw)
    return exact.get(text) ?? words.find(([pattern]) => pattern.test(text))?.[1] ?? null
  }
}

export const readSex = firstOf<SexId>(SEXES, [
  [/^(f|femme|feminin|mme|madame)\b/, 'female'],
  [/^(h|m|homme|masculin|m\.|mr|monsieur)\b/, 'male'],
])

const readBand = firstOf<AgeBandId>(AGE_BANDS, [
  [/^(-|<|moins de|jeune).*(25|26)|^(16|18).*(25|26)/, 'under-26'],
  [/^(\+|>|plus de|senior).*(49|50|55)|50 ans et|^50.*(et )?(\+|plus)|^senior/, '50-and-over'],
  [/^(25|26).*(49|50)/, '26-49'],
])

/** An age in years or a band of ages. */
export function readAge(raw: string): AgeBandId | null {
  const years = /^(\d{2})( ?ans)?$/.exec(plainOf(raw))
  if (years) return Number(years[1]) >= 14 && Number(years[1]) <= 80 ? ageBandOf(Number(years[1])) : null
  return readBand(raw)
}

export const readQualification = firstOf<QualificationId>(QUALIFICATIONS, [
  [
    /sans (diplome|qualification)|infra|^niveau (1|2)\b|^(1|2|vi|v bis)$|niveau (vi|v bis)\b|aucun/,
    'below-3',
  ],
  [/^(niveau )?3\b|cap|bep|niveau v\b/, 'level-3'],
  [/^(niveau )?4\b|^bac(calaureat)?( pro.*)?$|niveau (4|iv)\b/, 'level-4'],
  [/^(niveau )?[5-8]\b|bac ?\+|bts|dut|licence|master|superieur|niveau (iii|ii|i)\b/, 'level-5-and-over'],
])

export const readHiringForm = firstOf<HiringFormId>(HIRING_FORMS, [
  [/\beatt\b/, 'eatt'],
  [/\betti\b|travail temporaire d'insertion/, 'etti'],
  [/\bgeiq\b/, 'geiq'],
  [/^ai$|association intermediaire/, 'ai'],
  [/co-?traitan/, 'joint-award'],
  [/sous-? ?traitan/, 'subcontract'],
  [/direct|^ed$|embauche/, 'direct'],
])

export const readEmploymentForm = firstOf<EmploymentFormId>(EMPLOYMENT_FORMS, [
  [/\bcddi\b|insertion/, 'cddi'],
  [/\bcdi\b|indeterminee/, 'cdi'],
  [/\bcdd\b|determinee/, 'cdd'],
  [/\bctt\b|interim|temporaire|mission/, 'ctt'],
  [/apprenti/, 'apprenticeship'],
  [/professionnalisation|\bpro\b/, 'professionalisation'],
  [/^autre/, 'other'],
])

export const readAfterwards = firstOf<AfterwardsId>(AFTERWARDS, [
  [/\bcdi\b|durable|6 mois (et )?(\+|plus)|plus de 6 mois/, 'lasting-job'],
  [/\bcdd\b|interim|moins de 6 mois|emploi de transition/, 'short-job'],
  [/formation/, 'training'],
  [/insertion|siae|parcours/, 'insertion'],
  [/recherche|chomage|demandeur|sans emploi/, 'job-seeking'],
  [/^autre|retraite|demenage/, 'other'],
])

/** Other ways to write a public than its code; the code itself is always read. */
const PUBLIC_WORDS: Words<PublicId> = [
  [/^detld|tres longue duree|24 mois/, 'DETLD'],
  [/^deld|longue duree|12 mois/, 'DELD'],
  [/rsa/, 'RSA'],
  [/\bass\b|solidarite specifique/, 'ASS'],
  [/\baah\b|adulte handicape/, 'AAH'],
  [/^jeune|(-|moins de) ?2[56]/, 'JEUNE'],
  [/^senior|(\+|plus de) ?50|50 ans/, 'SENIOR'],
  [/\b(th|rqth|boeth|doeth)\b|handicap/, 'TH'],
  [/cap|bep|niveau (3|v\b|vi|infra)|sans diplome/, 'CAP_BEP'],
  [/\base\b|aide sociale a l'enfance/, 'ASE'],
  [/parent isole|^pi$/, 'PI'],
  [/sans hebergement|sdf|hebergement|rue/, 'PSH_PR'],
  [/refugie|asile/, 'REF_DA'],
  [/\bzrr\b|revitalisation/, 'ZRR'],
  [/\bqpv\b|quartier/, 'QPV'],
  [/detention|main de justice|ppsmj|sortant de prison/, 'DETENTION_MJ'],
  [/\bfle\b|langue/, 'FLE'],
  [/mobilite|^pm$/, 'PM'],
]

const readPublic = firstOf(PUBLICS, PUBLIC_WORDS)

/** The publics of a cell, separated by commas, semicolons, slashes, bars or plus signs; `unread`: the words that name none. */
export function readPublics(raw: string): { publics: PublicId[]; unread: string[] } {
  const words = raw
    .split(/[,;/|]|\s\+\s|\n/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
  const publics = new Set<PublicId>()
  const unread: string[] = []
  for (const word of words) {
    const code = word.toUpperCase().replace(/[\s-]/g, '_')
    const found = PUBLIC_IDS.find((id) => id === code) ?? readPublic(word)
    if (found === null) unread.push(word)
    else publics.add(found)
  }
  return { publics: [...publics].sort(), unread }
}
