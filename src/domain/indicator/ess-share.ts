import { perimeterShare } from './perimeter-share.ts'

export const ESS_SHARE = perimeterShare({
  id: 'ess-share',
  title: 'Part de l’économie sociale et solidaire',
  definition:
    'Part des marchés notifiés dont un titulaire relève de l’économie sociale et solidaire, au sens du périmètre choisi : celui de la loi (ess), celui des registres de l’État (ess-register) ou la vision large (ess-wide).',
  perimeters: ['ess', 'ess-register', 'ess-wide'],
  who: 'de l’économie sociale et solidaire',
  assumptions: [
    'C’est l’indicateur d’une politique d’achat, et non l’un des deux que la loi impose au SPASER : ne les additionnez pas.',
  ],
})
