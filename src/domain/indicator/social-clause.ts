import { considerationShare } from './consideration-share.ts'

export const SOCIAL_CLAUSE = considerationShare({
  id: 'social-clause',
  title: 'Marchés avec une clause sociale',
  definition:
    'Part des marchés notifiés dont l’exécution est soumise à une clause sociale. DECP : considerationsSociales, « Clause sociale ».',
  topic: 'social',
  kind: 'execution-clause',
  what: 'une clause sociale',
  assumptions: ['Toute clause sociale compte, et non les seules clauses d’insertion.'],
})
