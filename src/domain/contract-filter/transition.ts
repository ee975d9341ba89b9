/** The transitions that purchases serve, by an editable table of CPV codes; `none`: none of them, said on purpose or by silence. */
export const TRANSITIONS = ['demographic', 'societal', 'economic', 'ecological', 'digital'] as const
export type Transition = (typeof TRANSITIONS)[number]

/** What may be asked of a contract: a transition, none, or a contract without CPV code. */
export const TRANSITION_KEYS = [...TRANSITIONS, 'none', 'unknown'] as const
export type TransitionKey = (typeof TRANSITION_KEYS)[number]

/** Each transition as an agent reads it. */
export const TRANSITION_TITLES: Readonly<Record<TransitionKey, string>> = {
  demographic: 'Transition démographique',
  societal: 'Transition sociétale',
  economic: 'Transition économique',
  ecological: 'Transition écologique',
  digital: 'Transition numérique',
  none: 'Aucune transition',
  unknown: 'Inconnue (sans code CPV)',
}
