import { perimeterShare } from './perimeter-share.ts'

export const HANDICAP_SHARE = perimeterShare({
  id: 'handicap-share',
  title: 'Part du secteur du handicap',
  definition:
    'Part des marchés notifiés dont un titulaire est une entreprise adaptée (EA, EATT) ou un établissement d’aide par le travail (ESAT).',
  perimeters: ['handicap'],
  who: 'une structure du secteur du handicap',
})
