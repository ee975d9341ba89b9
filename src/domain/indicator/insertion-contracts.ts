import { MANDATORY_CLAUSE } from '../insertion/insertion-references.ts'
import { SPASER_INDICATORS } from '../supplier/references.ts'
import type { Indicator } from './indicator.ts'
import { AMOUNTS, SHARE_EXCLUSIONS, SHARE_FORMULA, SHARE_UNIT } from './shared-texts.ts'

const PARTS = {
  yes: 'Marchés sur lesquels une clause d’insertion en vigueur est enregistrée.',
  no: 'Marchés sans clause enregistrée, et que rien n’annonce.',
  undetermined:
    'Marchés réservés ou à « Clause sociale » sans clause enregistrée : à compléter, rien ne dit que l’insertion y est.',
}

const RECORDED = [
  'Une clause est celle d’un marché ou d’un lot, par acheteur, numéro et lot ; une clause sans lot est de tous les lots.',
  'Une clause enregistrée par erreur, annulée depuis, ne compte pas ; une clause levée compte : le marché la portait.',
  AMOUNTS,
]

/** Contracts that carry an insertion clause. */
export const INSERTION_CONTRACTS: Indicator = {
  id: 'insertion-contracts',
  title: 'Marchés avec une clause d’insertion',
  definition:
    'Part des marchés notifiés qui portent une clause d’insertion enregistrée, en nombre et en valeur. Ce que les données seules annoncent est à compléter, et n’est jamais compté.',
  formula: SHARE_FORMULA,
  unit: SHARE_UNIT,
  parts: PARTS,
  exclusions: SHARE_EXCLUSIONS,
  assumptions: RECORDED,
  references: [SPASER_INDICATORS, MANDATORY_CLAUSE.reference],
  counts: { by: 'contracts', test: { of: 'insertion-clause', minimum: null } },
}

/** The same, of the contracts where the law demands a clause. */
export const INSERTION_MANDATORY: Indicator = {
  id: 'insertion-mandatory',
  title: 'Marchés où la clause sociale est obligatoire, et qui portent une clause d’insertion',
  definition:
    'Parmi les marchés d’un montant égal ou supérieur au seuil donné et notifiés depuis l’obligation, part de ceux qui portent une clause d’insertion enregistrée.',
  formula: SHARE_FORMULA,
  unit: 'Part des marchés soumis à l’obligation, en nombre et en valeur (euros hors taxes)',
  parts: PARTS,
  exclusions: [
    'Les marchés sous le seuil, sans montant utilisable, sans date, ou notifiés avant l’obligation.',
    ...SHARE_EXCLUSIONS,
  ],
  assumptions: [
    'Le seuil européen n’est pas une donnée de l’outil : il dépend de l’acheteur et de l’achat, c’est à vous de le donner (en euros hors taxes).',
    'L’obligation vaut pour les consultations lancées depuis le 22 août 2026 ; la date de consultation n’étant pas publiée, celle de notification en tient lieu : un marché notifié depuis, mais lancé avant, est regardé à tort.',
    'Une clause sociale peut être autre chose que de l’insertion : « non » ne dit pas que l’obligation est ignorée.',
    ...RECORDED,
  ],
  references: [MANDATORY_CLAUSE.reference],
  counts: { by: 'mandatory-clause' },
}
