/* Sentences that several indicators share, so that the same thing is said in the same words. */

export const SHARE_FORMULA =
  'En nombre : marchés « oui » ÷ (oui + non + indéterminés). En valeur : leurs montants, de même. Les indéterminés font de la part un intervalle : comptés « non » (part minimale), « oui » (part maximale), ou laissés de côté.'

export const SHARE_UNIT = 'Part des marchés notifiés, en nombre et en valeur (euros hors taxes)'

/** What no share of contracts counts. */
export const SHARE_EXCLUSIONS: readonly string[] = [
  'Les concessions, dont la valeur n’est pas un prix payé.',
  'Les marchés sans date de notification utilisable, dès qu’une période ou une année est demandée.',
  'Les marchés subséquents d’un accord-cadre connu, ou les accords-cadres, selon la méthode choisie.',
  'De la valeur seulement : les montants absents, illisibles, inférieurs à 200 € ou invraisemblables.',
]

export const AMOUNTS =
  'Le montant est celui notifié, après la dernière modification connue ; pour un accord-cadre, c’est un plafond.'

export const JOINT_AWARDS =
  'Un marché à plusieurs titulaires compte une fois ; par défaut, il compte en entier si un titulaire au moins répond (any-holder).'

export const ON_THE_DAY = 'Le classement d’un titulaire est celui du jour de la notification.'

export const UNSAID =
  'Un marché dont les données ne disent rien (champ absent, ou antérieur à 2024) est indéterminé, jamais « non ».'
