import { z } from 'zod'
import { CONTRACT_KINDS } from '../../domain/contract/contract-kind.ts'
import { AMOUNT_BANDS } from '../../domain/contract-filter/amount-band.ts'
import type { ContractFilters } from '../../domain/contract-filter/contract-filters.ts'
import { PROCEDURES } from '../../domain/contract-filter/procedure.ts'
import { PURCHASE_CATEGORIES } from '../../domain/contract-filter/purchase-category.ts'
import { PERIMETER_IDS } from '../../domain/supplier/verdict.ts'
import { dayText } from './dates.ts'
import { buyers, choice, listOf, period, text } from './parameters.ts'

/** A repeatable choice among a closed list: each value of it at most once makes a sense. */
const choices = <const T extends readonly string[]>(values: T) => listOf(choice(values), values.length)

/** The criteria that restrict contracts beside buyers and period: the same at every address that counts or lists them. */
export const contractCriteria = {
  kind: choices(CONTRACT_KINDS)
    .optional()
    .describe(
      'Marché, accord-cadre, marché subséquent ou concession ; à répéter pour plusieurs. DECP : `nature`, `techniques`.',
    ),
  procedure: choices(PROCEDURES).optional().describe('Procédure ; à répéter. DECP : `procedure`.'),
  cpv: listOf(text(/^\d{2,8}$/, 'de 2 à 8 chiffres, sans clé'), 50)
    .optional()
    .describe('Début du code CPV, sans clé : `45` pour les travaux ; à répéter. DECP : `codeCPV`.'),
  category: choices(PURCHASE_CATEGORIES)
    .optional()
    .describe('Travaux, fournitures ou services, d’après la division CPV ; à répéter.'),
  amount: choices(AMOUNT_BANDS)
    .optional()
    .describe(
      'Tranche du montant hors taxes après la dernière modification, borne inférieure comprise ; `unknown` : montant inutilisable. À répéter. DECP : `montant`.',
    ),
  holderPerimeter: choices(PERIMETER_IDS)
    .optional()
    .describe(
      'Marchés dont un titulaire au moins est d’un de ces périmètres le jour de la notification ; à répéter.',
    ),
}

/** Every filter on contracts. */
export const contractFilters = { buyer: buyers, ...period, ...contractCriteria }

type FilterQuery = z.infer<z.ZodObject<typeof contractFilters>>

/** The filters of a query. */
export const toFilters = (query: FilterQuery): ContractFilters => ({
  buyers: query.buyer,
  from: query.from ?? null,
  to: query.to ?? null,
  kinds: query.kind,
  procedures: query.procedure,
  cpv: query.cpv,
  categories: query.category,
  amounts: query.amount,
  holderPerimeters: query.holderPerimeter,
})

const asked = (what: string) =>
  z.array(z.string()).optional().describe(`${what} ; absent : sans restriction.`)

export const filtersSchema = z
  .object({
    buyers: z.array(z.string()).describe('Acheteurs ; vide : tous.'),
    from: dayText().nullable().describe('Premier jour ; nul : sans borne.'),
    to: dayText().nullable().describe('Dernier jour ; nul : sans borne.'),
    kinds: asked('Natures'),
    procedures: asked('Procédures'),
    cpv: asked('Débuts de code CPV'),
    categories: asked('Travaux, fournitures, services'),
    amounts: asked('Tranches de montant'),
    holderPerimeters: asked('Périmètres des titulaires'),
  })
  .meta({ id: 'Filters', description: 'Sur quoi porte le chiffre.' })
