import { SPASER_INDICATORS, SUBCONTRACTING } from '../supplier/references.ts'
import type { Indicator } from './indicator.ts'
import { SHARE_EXCLUSIONS } from './shared-texts.ts'

export const INDIRECT_SHARE: Indicator = {
  id: 'indirect-share',
  title: 'Part indirecte, par la sous-traitance',
  definition:
    'Parmi les marchés qui ont des actes de sous-traitance connus, ceux dont un sous-traitant est du périmètre choisi ; et, en valeur, les euros de leurs actes. Une ligne à part, jamais ajoutée à la part directe. DECP : actesSousTraitance.',
  formula:
    'En nombre : marchés dont un sous-traitant répond ÷ marchés qui ont des actes. En valeur : euros des actes des sous-traitants qui répondent ÷ euros de tous les actes. Les indéterminés font de la part un intervalle.',
  unit: 'Part des marchés à sous-traitance connue, et des euros sous-traités (hors taxes)',
  parts: {
    yes: 'Marchés dont un sous-traitant au moins est du périmètre ; en valeur, les actes de ces sous-traitants.',
    no: 'Marchés dont aucun sous-traitant ne l’est ; en valeur, les actes de sous-traitants qui ne le sont pas.',
    undetermined:
      'Marchés dont un sous-traitant ne peut être classé ; en valeur, les actes de sous-traitants qui ne peuvent l’être.',
  },
  exclusions: [
    'Les marchés sans acte de sous-traitance connu : ce n’est pas qu’il n’y en ait pas eu.',
    ...SHARE_EXCLUSIONS.slice(0, 3),
    'De la valeur seulement : les actes sans montant utilisable.',
  ],
  assumptions: [
    'Le classement d’un sous-traitant est celui du jour de son acte ou, sans date, de la notification du marché.',
    'Les mêmes euros sont déjà dans le montant du marché, que compte la part directe : ne les additionnez pas.',
  ],
  references: [SPASER_INDICATORS, SUBCONTRACTING],
  counts: {
    by: 'subcontracts',
    perimeters: ['ess', 'ess-register', 'esus', 'siae', 'handicap', 'inclusive', 'ess-wide'],
  },
}
