import type { LegalReference } from '../supplier/references.ts'

const PROCUREMENT_CODE = 'https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000037701019/'

/** An article of the code de la commande publique. */
export const procurementArticle = (article: string, about: string): LegalReference => ({
  title: `Code de la commande publique, article ${article} (${about})`,
  url: PROCUREMENT_CODE,
  checkedOn: '2026-11-23',
})

/** A social clause becomes mandatory above the European thresholds, for consultations launched from this day on. */
export const MANDATORY_CLAUSE = {
  from: '2026-08-22',
  reference: procurementArticle('L2112-2-1', 'clause sociale obligatoire au-dessus des seuils européens'),
} as const
