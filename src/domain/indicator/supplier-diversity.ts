import { type Parts, totalOf } from '../share/share.ts'
import { SPASER_INDICATORS } from '../supplier/references.ts'
import type { IndicatorTexts } from './indicator.ts'
import { ON_THE_DAY, SHARE_EXCLUSIONS } from './shared-texts.ts'

/** How many suppliers concentration looks at: "the five first". */
export const FIRST_SUPPLIERS = 5

/** Parts of the figure that open. `new`: surely new, of the perimeter; `new-undetermined`: what may be. */
export const DIVERSITY_PARTS = ['yes', 'no', 'undetermined', 'new', 'new-undetermined'] as const
export type DiversityPart = (typeof DIVERSITY_PARTS)[number]

/**
 * New suppliers, where some may be (`perhaps`). Counted, one outside the perimeter cannot be a new one of it; as a share of the new
 * ones, it may enter what is divided by, so that whoever may be new leaves an interval.
 */
export function newOf(sure: Parts<bigint>, perhaps: Parts<bigint>, as: 'count' | 'share'): Parts<bigint> {
  const outside = as === 'count' ? perhaps.no : 0n
  return {
    yes: sure.yes,
    no: sure.no + outside,
    undetermined: sure.undetermined + totalOf(perhaps) - outside,
  }
}

/** Counts suppliers, where every other indicator counts contracts: its figure has a shape of its own. */
export const SUPPLIER_DIVERSITY: IndicatorTexts = {
  id: 'supplier-diversity',
  title: 'Fournisseurs distincts, nouveaux, et concentration',
  definition:
    'Nombre de fournisseurs distincts du périmètre choisi qui ont au moins un marché compté ; parmi eux, les nouveaux, qui n’avaient aucun marché de ces acheteurs avant la période ; et la part des cinq premiers dans les euros attribués au périmètre.',
  formula:
    'Distincts : fournisseurs (SIREN) titulaires d’au moins un marché compté. Nouveaux : ceux dont aucun marché de ces acheteurs n’a été notifié avant le premier jour de la période ; si un autre de leurs marchés est sans date utilisable, rien ne dit s’ils le sont. Concentration : euros des cinq premiers ÷ euros de tous les fournisseurs « oui ».',
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
    'Nouveau se lit sur tous les marchés connus de ces acheteurs, quels que soient les autres filtres ; les marchés qui n’ont pas été importés n’y sont pas. Un fournisseur dont les seuls autres marchés sont sans date utilisable est indéterminé, et non nouveau ; hors du périmètre, il compte parmi les « non ». Sans premier jour, personne n’est nouveau.',
    'Ventilé, un fournisseur compte dans chaque ligne où il a un marché : les lignes ne s’ajoutent pas au total. Par année, trimestre ou phase, il est nouveau dans une ligne s’il n’avait rien avant son premier jour ; par acheteur, s’il n’avait rien de cet acheteur. Par périmètre, famille ou département, il est rangé d’après lui-même, et non d’après ses cotitulaires.',
    ON_THE_DAY,
  ],
  references: [SPASER_INDICATORS],
}
