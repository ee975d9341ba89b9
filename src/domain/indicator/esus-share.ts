import { perimeterShare } from './perimeter-share.ts'

export const ESUS_SHARE = perimeterShare({
  id: 'esus-share',
  title: 'Part des entreprises agréées ESUS',
  definition:
    'Part des marchés notifiés dont un titulaire a l’agrément « entreprise solidaire d’utilité sociale » en cours le jour de la notification. Première des deux catégories que la loi impose au SPASER.',
  perimeters: ['esus'],
  who: 'une entreprise agréée ESUS',
  assumptions: [
    'L’indicateur national publié compte autrement : c’est « national-esus ».',
    'Les premier et dernier jours de l’agrément comptent.',
  ],
})
