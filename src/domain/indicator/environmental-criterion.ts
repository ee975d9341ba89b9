import { considerationShare } from './consideration-share.ts'

export const ENVIRONMENTAL_CRITERION = considerationShare({
  id: 'environmental-criterion',
  title: 'Marchés avec un critère environnemental',
  definition:
    'Part des marchés notifiés attribués avec un critère environnemental. DECP : considerationsEnvironnementales, « Critère environnemental ».',
  topic: 'environmental',
  kind: 'award-criterion',
  what: 'un critère environnemental',
})
