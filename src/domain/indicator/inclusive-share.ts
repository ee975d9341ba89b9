import { perimeterShare } from './perimeter-share.ts'

export const INCLUSIVE_SHARE = perimeterShare({
  id: 'inclusive-share',
  title: 'Part des structures inclusives',
  definition:
    'Part des marchés notifiés dont un titulaire emploie des personnes défavorisées ou vulnérables : structure d’insertion, du secteur du handicap, GEIQ ou SEP. Seconde des deux catégories que la loi impose au SPASER.',
  perimeters: ['inclusive'],
  who: 'une structure inclusive',
  assumptions: [
    'L’indicateur national publié compte autrement : c’est « national-inclusive ».',
    'Les parts de l’insertion et du handicap se lisent à part : « siae-share », « handicap-share ».',
  ],
})
