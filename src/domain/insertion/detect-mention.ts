/** What the object of a contract seems to announce. A proposal to look at, never a fact: it counts nowhere. */
export const MENTION_KINDS = {
  'reserved-contract': 'Semble réservé à des structures inclusives',
  'insertion-service': 'Semble avoir l’insertion pour objet',
  'insertion-clause': 'Semble porter une clause sociale d’insertion',
} as const
export type MentionKind = keyof typeof MENTION_KINDS
export type Mention = { kind: MentionKind; words: string }

/** Without accents nor capitals, apostrophes straight, spaces single. */
const plainOf = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[’`]/g, "'").replace(/\s+/g, ' ')

const STRUCTURES =
  "(?:siae|esat|ea|aci|etti|eiti|geiq|entreprises? adaptees?|entreprises? d'insertion|structures? (?:d'insertion|inclusives?)|etablissements? et services? d'(?:aide|accompagnement) par le travail)"

/** Insertion of people: "insertion d'un aménagement cyclable", "insertion de fibres" or "insertion paysagère" are of things. */
const INSERTION_OF_PEOPLE =
  "insertion (?:sociale|socio|professionnelle|(?:et|ou) (?:de |la |de la )?qualification|par (?:l'activite|le travail|l'emploi|l'economique)|(?:des|de) (?:publics?|personnes?|demandeurs?|jeunes|beneficiaires?))"

const PATTERNS: readonly (readonly [RegExp, MentionKind])[] = [
  [
    /(?<![\p{L}])(?:marches?|lots?|accords?[- ]cadres?|consultations?) reserves?(?! (?:au stationnement|aux eleves|au public))(?!\p{L})/u,
    'reserved-contract',
  ],
  [
    new RegExp(
      `(?<!\\p{L})reserve(?:e|s|es)? (?:aux?|a des|au profit d(?:es|'))(?: \\p{L}+)? ?${STRUCTURES}(?!\\p{L})`,
      'u',
    ),
    'reserved-contract',
  ],
  [/(?<![\p{L}\d])l\.? ?2113[- ]?1[2-5](?!\d)/u, 'reserved-contract'],
  [
    /(?<!\p{L})clauses? (?:sociales?|(?:sociales? )?d'insertion|de promotion de l'emploi)(?!\p{L})/u,
    'insertion-clause',
  ],
  [/(?<!\p{L})heures? d'insertion(?!\p{L})/u, 'insertion-clause'],
  [
    /(?<!\p{L})(?:chantiers?|ateliers?)(?: et chantiers?)? (?:d'insertion|ecoles?)(?!\p{L})/u,
    'insertion-service',
  ],
  [
    /(?<!\p{L})(?:prestations?|services?|actions?|marches?) d'insertion(?! (?:d'un|d'une|paysagere|urbaine|de fibres?)(?!\p{L}))(?!\p{L})/u,
    'insertion-service',
  ],
  [/(?<!\p{L})(?:a la )?qualification et (?:a |de )?l'insertion(?!\p{L})/u, 'insertion-service'],
  [new RegExp(`(?<!\\p{L})${INSERTION_OF_PEOPLE}(?!\\p{L})`, 'u'), 'insertion-service'],
]

/** The mention of insertion in the object of a contract, with the words that say so; `null`: none was recognised, which is not "none". */
export function detectMention(object: string): Mention | null {
  const text = plainOf(object)
  for (const [pattern, kind] of PATTERNS) {
    const found = pattern.exec(text)
    if (found) return { kind, words: found[0].trim() }
  }
  return null
}
