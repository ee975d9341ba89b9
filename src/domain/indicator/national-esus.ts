import { ESUS_AGREEMENT, SPASER_INDICATORS } from '../supplier/references.ts'
import type { Indicator } from './indicator.ts'
import { AMOUNTS, SHARE_EXCLUSIONS, SHARE_FORMULA, SHARE_UNIT } from './shared-texts.ts'

export const NATIONAL_ESUS: Indicator = {
  id: 'national-esus',
  title: 'Indicateur national ESUS (méthode publiée)',
  definition:
    'Part, en valeur, des marchés dont au moins un titulaire au SIRET valide a un agrément ESUS dont la date de fin est postérieure à la date de notification. Le marché compte en entier.',
  formula: SHARE_FORMULA,
  unit: SHARE_UNIT,
  parts: {
    yes: 'Marchés dont un titulaire au SIRET valide a un agrément qui finit strictement après la notification.',
    no: 'Tous les autres, y compris sans titulaire ou à titulaire sans SIRET valide : la méthode ne retient que ce qu’elle trouve.',
    undetermined:
      'Tous les autres tant qu’aucune liste complète des agréments n’est importée ; sans date de notification utilisable, ceux d’un titulaire agréé à une date ou une autre.',
  },
  exclusions: SHARE_EXCLUSIONS,
  assumptions: [
    'Le début de l’agrément n’est pas regardé : un marché notifié avant lui compte aussi. Un agrément qui finit le jour de la notification ne compte pas.',
    'L’agrément est rapproché par le SIREN du titulaire.',
    'L’indicateur national est publié en valeur ; le nombre est donné en plus.',
    AMOUNTS,
  ],
  references: [SPASER_INDICATORS, ESUS_AGREEMENT],
  counts: { by: 'contracts', test: { of: 'esus-agreements' } },
}
