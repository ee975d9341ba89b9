import { ESSENTIAL_DATA } from '../supplier/references.ts'
import type { Indicator } from './indicator.ts'
import { SHARE_EXCLUSIONS, SHARE_UNIT } from './shared-texts.ts'

export const USABLE_AMOUNTS: Indicator = {
  id: 'usable-amounts',
  title: 'Montants utilisables',
  definition:
    'Part des marchés dont le montant peut entrer dans un chiffre en valeur. La ventilation par état du montant (by=amount-flag) donne la raison des autres.',
  formula:
    'En nombre : marchés au montant utilisable ÷ tous. La part en valeur est de 100 % par construction : seul le nombre compte.',
  unit: SHARE_UNIT,
  parts: {
    yes: 'Marchés au montant utilisable.',
    no: 'Marchés au montant absent, illisible, inférieur à 200 €, supérieur à 999 999 999 € ou de remplissage.',
    undetermined: 'Aucun : un montant peut servir ou ne le peut pas.',
  },
  exclusions: SHARE_EXCLUSIONS.slice(0, 3),
  assumptions: ['Le montant regardé est celui de la dernière modification qui en donne un.'],
  references: [ESSENTIAL_DATA],
  counts: { by: 'contracts', test: { of: 'usable-amount' } },
}
