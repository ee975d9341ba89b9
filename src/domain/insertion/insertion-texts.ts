/* Sentences that several indicators of insertion share, so that the same thing is said in the same words. */

export const WHOLE_STATEMENTS =
  'Un relevé compte quand sa période est tout entière dans celle du chiffre ; ceux à cheval sont comptés à part, jamais partagés.'

export const STATED =
  'Les heures sont celles déclarées, validées ou non ; d’un relevé corrigé, la dernière version compte.'

export const ON_LAST_DAY =
  'Les clauses sont celles qui courent dans la période, lues à son dernier jour, aujourd’hui au plus.'

export const BY_CODE =
  'Une personne est un code, distinct par facilitateur ; le même code chez deux facilitateurs fait deux personnes.'

export const LATEST_PROFILE =
  'Ce qui est dit d’une personne vaut pour toutes ses heures : son dernier relevé qui le dit parle pour les autres.'
