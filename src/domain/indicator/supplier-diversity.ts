import { SPASER_INDICATORS } from '../supplier/references.ts'
import type { IndicatorTexts } from './indicator.ts'
import { ON_THE_DAY, SHARE_EXCLUSIONS } from './shared-texts.ts'

/** How many suppliers concentration looks at: "the five first". */
export const FIRST_SUPPLIERS = 5

/** Counts suppliers, where every other indicator counts contracts: its figure has a shape of its own. */
export const SUPPLIER_DIVERSITY: IndicatorTexts = {
  id: 'supplier-diversity',
  title: 'Fournisseurs distincts, nouveaux, et concentration',
  definition:
    'Nombre de fournisseurs distincts du périmètre choisi qui ont au moins un marché compté ; parmi eux, les nouveaux, qui n’avaient aucun marché de ces acheteurs avant la période ; et la part des cinq premiers dans les euros attribués au périmètre.',
  formula:
    'Distincts : fournisseurs (SIREN) titulaires d’au moins un marché compté. Nouveaux : ceux dont aucun marché de ces acheteurs n’a été notifié avant le premier jour de la période. Concentration : euros des cinq premiers ÷ euros de tous les fournisseurs « oui ».',
  unit: 'Fournisseurs ; euros hors taxes ; part',
  parts: {
    yes: 'Fournisseurs du périmètre le jour d’un de leurs marchés au moins.',
    no: 'Fournisseurs connus hors du périmètre.',
    undetermined:
      'Fournisseurs qui ne peuvent être classés, et qu’aucun de leurs marchés ne trouve dans le périmètre.',
  },
  exclusions: [
    ...SHARE_EXCLUSIONS,
    'Les titulaires sans identifiant utilisable, comptés à part : deux lignes peuvent être le même fournisseur.',
  ],
  assumptions: [
    'Un fournisseur est une entreprise (SIREN), quel que soit l’établissement.',
    'Un marché à plusieurs titulaires compte pour chacun ; ses euros sont partagés à parts égales, au centime.',
    'Nouveau se lit sur tous les marchés connus de ces acheteurs, quels que soient les autres filtres ; les marchés qui n’ont pas été importés n’y sont pas. Sans premier jour, personne n’est nouveau.',
    ON_THE_DAY,
  ],
  references: [SPASER_INDICATORS],
}
