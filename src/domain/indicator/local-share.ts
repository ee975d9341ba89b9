import { SPASER_INDICATORS } from '../supplier/references.ts'
import type { Indicator } from './indicator.ts'
import { AMOUNTS, JOINT_AWARDS, SHARE_EXCLUSIONS, SHARE_FORMULA, SHARE_UNIT } from './shared-texts.ts'

export const LOCAL_SHARE: Indicator = {
  id: 'local-share',
  title: 'Part des titulaires d’un territoire',
  definition:
    'Part des marchés notifiés dont un titulaire est d’un département du territoire choisi (territory=31, autant de fois que de départements).',
  formula: SHARE_FORMULA,
  unit: SHARE_UNIT,
  parts: {
    yes: 'Marchés dont un titulaire au moins est du territoire.',
    no: 'Marchés dont tous les titulaires sont connus d’ailleurs.',
    undetermined:
      'Marchés dont le département d’un titulaire n’est pas connu, et dont aucun autre n’est du territoire.',
  },
  exclusions: SHARE_EXCLUSIONS,
  assumptions: [
    'Le département est celui de l’établissement quand une liste importée le donne ; sinon celui sur lequel s’accordent toutes les listes de l’entreprise ; sinon celui que publient les fichiers de marchés pour cet établissement (titulaire_departement_code), s’ils s’accordent ; sinon il est inconnu, et jamais « ailleurs ».',
    'Quand une liste et les marchés publiés se contredisent, la liste l’emporte, et la raison de chaque marché le dit.',
    'Sans fichier qui publie le département, les listes connaissent surtout les structures de l’ESS et de l’insertion : lisez alors l’intervalle et non la part parmi les déterminés.',
    'Un chiffre pour connaître son territoire : le code de la commande publique n’admet pas de préférence géographique à l’attribution.',
    JOINT_AWARDS,
    AMOUNTS,
  ],
  references: [SPASER_INDICATORS],
  counts: { by: 'territory' },
}
