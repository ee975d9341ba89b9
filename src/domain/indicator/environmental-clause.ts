import { considerationShare } from './consideration-share.ts'

export const ENVIRONMENTAL_CLAUSE = considerationShare({
  id: 'environmental-clause',
  title: 'Marchés avec une clause environnementale',
  definition:
    'Part des marchés notifiés dont l’exécution est soumise à une clause environnementale. DECP : considerationsEnvironnementales, « Clause environnementale ».',
  topic: 'environmental',
  kind: 'execution-clause',
  what: 'une clause environnementale',
})
