import { considerationShare } from './consideration-share.ts'

export const SOCIAL_CONSIDERATION = considerationShare({
  id: 'social-consideration',
  title: 'Marchés avec une considération sociale',
  definition:
    'Part des marchés notifiés qui comportent au moins une considération sociale : clause d’exécution, critère d’attribution ou marché réservé. DECP : considerationsSociales.',
  topic: 'social',
  kind: 'any',
  what: 'au moins une considération sociale',
  assumptions: [
    'Une considération est plus large qu’une clause, et une clause d’insertion plus étroite encore : trois chiffres différents.',
    'Le plan national pour des achats durables 2022-2025 vise 30 % des contrats notifiés dans l’année.',
  ],
})
