import { ESSENTIAL_DATA } from '../supplier/references.ts'
import type { Indicator } from './indicator.ts'
import { AMOUNTS, SHARE_EXCLUSIONS, SHARE_UNIT } from './shared-texts.ts'

export const FILLED_FIELDS: Indicator = {
  id: 'filled-fields',
  title: 'Remplissage d’un champ des données',
  definition:
    'Part des marchés dont les données remplissent le champ choisi (field=cpv, par exemple). Dit ce que valent les autres chiffres, et ce que l’acheteur publie.',
  formula: 'En nombre : marchés dont le champ est rempli ÷ tous. En valeur : leurs montants, de même.',
  unit: SHARE_UNIT,
  parts: {
    yes: 'Marchés dont le champ est rempli, par une valeur lisible.',
    no: 'Marchés dont le champ est absent, vide ou illisible.',
    undetermined: 'Aucun : un champ est rempli ou ne l’est pas.',
  },
  exclusions: SHARE_EXCLUSIONS,
  assumptions: [
    'Un champ que le format du fichier n’avait pas encore (offres avant 2022, considérations avant 2024) compte comme vide.',
    'Les dates de notification manquantes se comptent sans période : une période laisse ces marchés hors du chiffre.',
    AMOUNTS,
  ],
  references: [ESSENTIAL_DATA],
  counts: { by: 'field' },
}
