import { considerationShare } from './consideration-share.ts'

export const ENVIRONMENTAL_CONSIDERATION = considerationShare({
  id: 'environmental-consideration',
  title: 'Marchés avec une considération environnementale',
  definition:
    'Part des marchés notifiés qui comportent au moins une considération environnementale : clause d’exécution ou critère d’attribution. DECP : considerationsEnvironnementales.',
  topic: 'environmental',
  kind: 'any',
  what: 'au moins une considération environnementale',
  assumptions: [
    'Le plan national pour des achats durables 2022-2025 vise 100 % des contrats notifiés dans l’année.',
  ],
})
