/** Groups of contracts that a figure opens on. `counted`: yes, no and undetermined together, the denominator. */
export const FIGURE_PARTS = ['yes', 'no', 'undetermined', 'counted', 'excluded', 'out-of-value'] as const
export type FigurePart = (typeof FIGURE_PARTS)[number]

/** Each part as an agent reads it. */
export const PART_TITLES: Readonly<Record<FigurePart, string>> = {
  yes: 'Numérateur : marchés comptés « oui »',
  no: 'Marchés comptés « non »',
  undetermined: 'Marchés indéterminés',
  counted: 'Dénominateur : tous les marchés comptés',
  excluded: 'Marchés laissés hors du chiffre',
  'out-of-value': 'Marchés comptés en nombre, hors de la valeur',
}

/** Why a contract is left out of a figure. */
export const EXCLUSION_REASONS = ['concession', 'undated', 'framework', 'call-off'] as const
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number]

/** Each reason as an agent reads it. */
export const EXCLUSION_TITLES: Readonly<Record<ExclusionReason, string>> = {
  concession: 'Concession : sa valeur n’est pas un prix payé.',
  undated: 'Sans date de notification utilisable : aucune période ne peut le placer.',
  framework: 'Accord-cadre : la méthode « call-offs » ne compte que ses marchés subséquents.',
  'call-off':
    'Marché subséquent d’un accord-cadre connu : la méthode « ceilings » compte déjà le plafond de celui-ci.',
}
