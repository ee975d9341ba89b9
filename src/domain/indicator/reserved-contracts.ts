import { ALL_RESERVED_CONTRACTS } from '../supplier/references.ts'
import { considerationShare } from './consideration-share.ts'

export const RESERVED_CONTRACT = considerationShare({
  id: 'reserved-contracts',
  title: 'Marchés réservés',
  definition:
    'Part des marchés notifiés qui sont réservés à certaines structures (handicap, insertion, milieu pénitentiaire, ESS). DECP : considerationsSociales, « Marché réservé ».',
  topic: 'social',
  kind: 'reserved-contract',
  what: 'que le marché est réservé',
  assumptions: [
    'Les données ne disent pas à qui le marché est réservé : la ventilation par périmètre des titulaires l’éclaire.',
  ],
  references: [ALL_RESERVED_CONTRACTS],
})
