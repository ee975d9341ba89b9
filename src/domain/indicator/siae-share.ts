import { perimeterShare } from './perimeter-share.ts'

export const SIAE_SHARE = perimeterShare({
  id: 'siae-share',
  title: 'Part des structures d’insertion',
  definition:
    'Part des marchés notifiés dont un titulaire est une structure d’insertion par l’activité économique (EI, AI, ACI, ETTI ou EITI).',
  perimeters: ['siae'],
  who: 'une structure d’insertion',
})
