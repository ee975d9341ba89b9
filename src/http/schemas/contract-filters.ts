import { z } from 'zod'
import { CONTRACT_KINDS } from '../../domain/contract/contract-kind.ts'
import { AMOUNT_BANDS } from '../../domain/contract-filter/amount-band.ts'
import { GROUP_ID } from '../../domain/contract-filter/buyer-group.ts'
import {
  type ContractCriteria,
  type ContractFilters,
  DEPARTMENT_KEY,
} from '../../domain/contract-filter/contract-filters.ts'
import { PROCEDURES } from '../../domain/contract-filter/procedure.ts'
import { PROXIMITIES } from '../../domain/contract-filter/proximity.ts'
import { PURCHASE_CATEGORIES } from '../../domain/contract-filter/purchase-category.ts'
import { TRANSITION_KEYS } from '../../domain/contract-filter/transition.ts'
import { KNOWN_FAMILIES } from '../../domain/supplier/latest-legal-family.ts'
import { PERIMETER_IDS } from '../../domain/supplier/verdict.ts'
import { AppError } from '../../platform/errors.ts'
import { dayText } from './dates.ts'
import { buyers, choice, day, listOf, period, text } from './parameters.ts'

const DEPARTMENT = 'un code de département (31, 2A, 974) ou unknown'

/** The id of a group of buyers. */
export const groupId = () =>
  text(GROUP_ID, 'l’identifiant d’un groupe : minuscules, chiffres et tirets, 60 caractères au plus')

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
  holderFamily: choices(KNOWN_FAMILIES)
    .optional()
    .describe('Famille juridique d’un titulaire au moins, d’après sa catégorie juridique ; à répéter.'),
  holderDepartment: listOf(text(DEPARTMENT_KEY, DEPARTMENT), 110)
    .optional()
    .describe(
      'Département d’un titulaire au moins, quand une liste ou les marchés publiés le donnent ; `unknown` : inconnu. À répéter. DECP : `titulaire_departement_code`.',
    ),
  proximity: choices(PROXIMITIES)
    .optional()
    .describe(
      'Proximité d’un titulaire au moins avec l’acheteur : `same-commune`, `same-department`, `same-region`, `elsewhere` (ailleurs en France), `abroad`, `unknown`. À répéter.',
    ),
  tag: listOf(text(/^.{1,60}$/, 'une étiquette de 1 à 60 caractères, ou none'), 50)
    .optional()
    .describe('Étiquette mise par un agent ; `none` : sans étiquette. À répéter.'),
  transition: choices(TRANSITION_KEYS)
    .optional()
    .describe('Transition servie, d’après la table `GET /v1/transitions` ; à répéter.'),
  endsFrom: day()
    .optional()
    .describe(
      'Marchés dont la fin estimée (notification et dernière durée connue) est ce jour ou plus tard. DECP : `dureeMois`.',
    ),
  endsTo: day()
    .optional()
    .describe(
      'Marchés dont la fin estimée est ce jour ou plus tôt ; sans durée utilisable, un marché est écarté.',
    ),
  group: listOf(groupId(), 100)
    .optional()
    .describe(
      'Groupe d’acheteurs : ses membres s’ajoutent à `buyer`. Voir `GET /v1/buyer-groups`. À répéter.',
    ),
}

const { kind, group: _group, ...otherCriteria } = contractCriteria

/** The same where `kind` and `group` tell buyers apart: the kind of contracts has another name, and buyers are chosen otherwise. */
export const criteriaBesidePeers = {
  contractKind: kind.describe(
    'Nature des marchés comptés : marché, accord-cadre, marché subséquent ou concession (`kind` est ici celle des acheteurs) ; à répéter pour plusieurs. DECP : `nature`, `techniques`.',
  ),
  ...otherCriteria,
}

/** Every filter on contracts. */
export const contractFilters = { buyer: buyers, ...period, ...contractCriteria }

type FilterQuery = z.infer<z.ZodObject<typeof contractFilters>>

/** The filters of a query. Throws `bad-usage` for contracts that would end before they start to. */
export function toFilters(query: FilterQuery): ContractFilters {
  const { endsFrom, endsTo } = query
  if (endsFrom !== undefined && endsTo !== undefined && endsFrom > endsTo)
    throw new AppError(
      'bad-usage',
      `endsFrom (${endsFrom}) est postérieur à endsTo (${endsTo}) : inversez-les.`,
    )
  return filtersOf(query)
}

type CriteriaQuery = z.infer<z.ZodObject<typeof criteriaBesidePeers>>

/** The criteria of a query beside its peers. Throws as `toFilters`. */
export function toCriteria({ contractKind, ...query }: CriteriaQuery): ContractCriteria {
  const {
    buyers: _buyers,
    groups: _groups,
    from: _from,
    to: _to,
    ...criteria
  } = toFilters({
    ...query,
    ...{ buyer: [], group: undefined, from: undefined, to: undefined, kind: contractKind },
  })
  return criteria
}

const filtersOf = (query: FilterQuery): ContractFilters => ({
  buyers: query.buyer,
  from: query.from ?? null,
  to: query.to ?? null,
  kinds: query.kind,
  procedures: query.procedure,
  cpv: query.cpv,
  categories: query.category,
  amounts: query.amount,
  holderPerimeters: query.holderPerimeter,
  holderFamilies: query.holderFamily,
  holderDepartments: query.holderDepartment,
  proximities: query.proximity,
  tags: query.tag,
  transitions: query.transition,
  groups: query.group,
  endsFrom: query.endsFrom,
  endsTo: query.endsTo,
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
    holderFamilies: asked('Familles juridiques des titulaires'),
    holderDepartments: asked('Départements des titulaires'),
    proximities: asked('Proximité des titulaires'),
    tags: asked('Étiquettes'),
    transitions: asked('Transitions'),
    groups: asked('Groupes d’acheteurs'),
    endsFrom: dayText().optional().describe('Premier jour de fin estimée ; absent : sans borne.'),
    endsTo: dayText().optional().describe('Dernier jour de fin estimée ; absent : sans borne.'),
  })
  .meta({ id: 'Filters', description: 'Sur quoi porte le chiffre.' })
