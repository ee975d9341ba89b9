import { RESERVED_CONTRACTS, SPASER_INDICATORS } from '../supplier/references.ts'
import type { Indicator } from './indicator.ts'
import { AMOUNTS, SHARE_EXCLUSIONS, SHARE_FORMULA, SHARE_UNIT } from './shared-texts.ts'

export const NATIONAL_INCLUSIVE: Indicator = {
  id: 'national-inclusive',
  title: 'Indicateur national des fournisseurs inclusifs (méthode publiée)',
  definition:
    'Part, en valeur, des marchés dont au moins un titulaire au SIRET valide est une entreprise inscrite aujourd’hui parmi les structures inclusives. Sans historique : une entreprise inscrite aujourd’hui compte pour tous ses marchés passés. Le marché compte en entier.',
  formula: SHARE_FORMULA,
  unit: SHARE_UNIT,
  parts: {
    yes: 'Marchés dont un titulaire au SIRET valide est d’une entreprise inscrite aujourd’hui.',
    no: 'Tous les autres, y compris sans titulaire ou à titulaire sans SIRET valide : la méthode ne retient que ce qu’elle trouve.',
    undetermined: 'Tous les autres tant qu’aucune liste complète des structures inclusives n’est importée.',
  },
  exclusions: SHARE_EXCLUSIONS,
  assumptions: [
    'L’entreprise est rapprochée par son SIREN : un établissement inscrit vaut pour toute l’entreprise, ce que le périmètre « inclusive » ne fait pas pour un ACI, un ESAT ou une SEP.',
    'Le chiffre d’une année passée change donc quand la liste change.',
    'L’indicateur national est publié en valeur ; le nombre est donné en plus.',
    AMOUNTS,
  ],
  references: [SPASER_INDICATORS, RESERVED_CONTRACTS],
  counts: { by: 'contracts', test: { of: 'inclusive-list' } },
}
