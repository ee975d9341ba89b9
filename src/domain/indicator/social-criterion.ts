import { considerationShare } from './consideration-share.ts'

export const SOCIAL_CRITERION = considerationShare({
  id: 'social-criterion',
  title: 'Marchés avec un critère social',
  definition:
    'Part des marchés notifiés attribués avec un critère social. DECP : considerationsSociales, « Critère social ».',
  topic: 'social',
  kind: 'award-criterion',
  what: 'un critère social',
})
