import { ESSENTIAL_DATA } from '../supplier/references.ts'
import type { Indicator } from './indicator.ts'
import { AMOUNTS, ON_THE_DAY, SHARE_EXCLUSIONS, SHARE_UNIT } from './shared-texts.ts'

export const DETERMINED_SUPPLIERS: Indicator = {
  id: 'determined-suppliers',
  title: 'Marchés dont les titulaires sont classés',
  definition:
    'Part des marchés dont le classement des titulaires décide, oui ou non, dans le périmètre choisi. Le reste fait l’intervalle de la part de ce périmètre.',
  formula: 'En nombre : marchés décidés ÷ tous. En valeur : leurs montants, de même.',
  unit: SHARE_UNIT,
  parts: {
    yes: 'Marchés décidés : un titulaire répond, ou tous sont connus et aucun ne répond.',
    no: 'Marchés indéterminés : il manque un fait sur un titulaire, et aucun autre ne répond.',
    undetermined: 'Aucun : un marché est décidé ou ne l’est pas.',
  },
  exclusions: SHARE_EXCLUSIONS,
  assumptions: ['La méthode est any-holder.', ON_THE_DAY, AMOUNTS],
  references: [ESSENTIAL_DATA],
  counts: {
    by: 'certainty',
    perimeters: ['ess', 'ess-register', 'esus', 'siae', 'handicap', 'inclusive', 'ess-wide'],
  },
}
