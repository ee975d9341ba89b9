import { ESSENTIAL_DATA } from '../supplier/references.ts'
import type { Indicator } from './indicator.ts'
import { AMOUNTS, SHARE_EXCLUSIONS, SHARE_FORMULA, SHARE_UNIT } from './shared-texts.ts'

export const SINGLE_OFFER: Indicator = {
  id: 'single-offer',
  title: 'Offres reçues : moyenne, et part des marchés à offre unique',
  definition:
    'Nombre moyen d’offres reçues par marché, et part des marchés qui n’en ont reçu qu’une. DECP : offresRecues.',
  formula: `Moyenne : somme des offres ÷ marchés dont le nombre d’offres est connu. Part à offre unique — ${SHARE_FORMULA}`,
  unit: `Offres par marché. ${SHARE_UNIT}`,
  parts: {
    yes: 'Marchés qui ont reçu une seule offre.',
    no: 'Marchés qui en ont reçu plusieurs.',
    undetermined: 'Marchés dont les données ne disent pas le nombre d’offres, ou disent zéro.',
  },
  exclusions: SHARE_EXCLUSIONS,
  assumptions: [
    'Un marché notifié a reçu au moins une offre : zéro se lit « inconnu ».',
    'Le nombre d’offres est celui du lot ou du marché tel que publié.',
    AMOUNTS,
  ],
  references: [ESSENTIAL_DATA],
  counts: { by: 'contracts', test: { of: 'single-offer' } },
}
