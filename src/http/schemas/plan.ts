import { z } from 'zod'
import { CONTRACT_KINDS } from '../../domain/contract/contract-kind.ts'
import { AMOUNT_BANDS } from '../../domain/contract-filter/amount-band.ts'
import { PROCEDURES } from '../../domain/contract-filter/procedure.ts'
import { PROXIMITIES } from '../../domain/contract-filter/proximity.ts'
import { PURCHASE_CATEGORIES } from '../../domain/contract-filter/purchase-category.ts'
import { TRANSITION_KEYS } from '../../domain/contract-filter/transition.ts'
import { RECORDED_FIELDS } from '../../domain/indicator/recorded-field.ts'
import { TARGET_DIRECTIONS, TARGET_MEASURES, TARGET_UNITS } from '../../domain/plan/target.ts'
import { FRAMEWORK_METHODS, HOLDER_METHODS } from '../../domain/share/share.ts'
import { KNOWN_FAMILIES } from '../../domain/supplier/latest-legal-family.ts'
import { PERIMETER_IDS } from '../../domain/supplier/verdict.ts'
import { dayText, instantText } from './dates.ts'
import { pageOf } from './page.ts'
import { paging, text } from './parameters.ts'

export const planQuerySchema = z.strictObject(paging)

export const planParamsSchema = z.strictObject({
  id: text(/^[a-z0-9][a-z0-9-]{0,63}$/, 'minuscules, chiffres et tirets, 64 au plus').describe(
    'Identifiant du plan.',
  ),
})

export const deliberationSchema = z
  .object({
    reference: z.string().describe('Numéro de la délibération.'),
    adoptedOn: dayText().describe('Jour de l’adoption.'),
    url: z.string().nullish().describe('Adresse du texte.'),
  })
  .meta({ id: 'Deliberation', description: 'La délibération qui fonde le plan, ou l’un de ses objectifs.' })

const planShape = {
  id: z.string().describe('Identifiant du plan.'),
  title: z.string().describe('Titre.'),
  buyers: z
    .array(z.string())
    .describe('Acheteurs liés par le plan, SIREN ou SIRET ; plusieurs : plan commun.'),
  from: dayText().describe('Premier jour du plan.'),
  to: dayText().describe('Dernier jour du plan.'),
  deliberation: deliberationSchema.nullish().describe('Délibération ; nul si le plan n’en cite pas.'),
}

const planSummarySchema = z
  .object(planShape)
  .meta({ id: 'PlanSummary', description: 'Un plan (SPASER), sans ses objectifs.' })

export const planPageSchema = pageOf(planSummarySchema, 'PlanPage', 'Une page de plans.')

const phaseSchema = z
  .object({
    id: z.string().describe('Identifiant de la phase dans le plan.'),
    title: z.string().describe('Nom.'),
    from: dayText().describe('Premier jour.'),
    to: dayText().describe('Dernier jour.'),
  })
  .meta({ id: 'PlanPhase', description: 'Une période du plan, nommée ; deux phases peuvent se chevaucher.' })

/** One way to name days, among three. */
const periodShape = {
  year: z.int().optional().describe('Année civile, dans les jours du plan.'),
  phase: z.string().optional().describe('Ou phase du plan.'),
  from: dayText().optional().describe('Ou premier jour, avec « to ».'),
  to: dayText().optional().describe('Dernier jour.'),
}

const baselineSchema = z
  .object({
    value: z.number().describe('Valeur de départ, dans l’unité de l’objectif.'),
    year: z.int().optional().describe('Année civile où elle a été constatée.'),
    on: dayText().optional().describe('Ou jour.'),
    from: dayText().optional().describe('Ou premier jour, avec « to ».'),
    to: dayText().optional().describe('Dernier jour.'),
    source: z.string().nullish().describe('D’où elle vient.'),
  })
  .meta({ id: 'Baseline', description: 'D’où part l’acheteur : une valeur, sa date et sa source.' })

const targetValueSchema = z
  .object({
    ...periodShape,
    value: z
      .number()
      .optional()
      .describe('Valeur visée : pour cent, euros, ou nombre. Toujours donnée en réponse.'),
    minimumPercent: z
      .number()
      .optional()
      .describe(
        'À l’envoi : « value » d’un minimum en pourcentage, comme l’écrivaient les premiers fichiers.',
      ),
  })
  .meta({ id: 'TargetValue', description: 'La valeur visée sur une période.' })

const listOf = <const T extends readonly string[]>(values: T) => z.array(z.enum(values)).optional()

export const targetFiltersSchema = z
  .object({
    kind: listOf(CONTRACT_KINDS).describe('Nature.'),
    procedure: listOf(PROCEDURES).describe('Procédure.'),
    cpv: z.array(z.string()).optional().describe('Débuts du code CPV.'),
    category: listOf(PURCHASE_CATEGORIES).describe('Travaux, fournitures ou services.'),
    amount: listOf(AMOUNT_BANDS).describe('Tranche de montant.'),
    holderPerimeter: listOf(PERIMETER_IDS).describe('Périmètre d’un titulaire.'),
    holderFamily: listOf(KNOWN_FAMILIES).describe('Famille juridique d’un titulaire.'),
    holderDepartment: z.array(z.string()).optional().describe('Département d’un titulaire.'),
    proximity: listOf(PROXIMITIES).describe('Proximité d’un titulaire avec l’acheteur.'),
    tag: z.array(z.string()).optional().describe('Étiquette.'),
    transition: listOf(TRANSITION_KEYS).describe('Transition.'),
  })
  .meta({ id: 'TargetFilters', description: 'Les marchés sur lesquels porte l’objectif ; vide : tous.' })

const targetSchema = z
  .object({
    id: z.string().describe('Identifiant de l’objectif dans le plan.'),
    title: z.string().describe('Titre.'),
    indicator: z
      .string()
      .optional()
      .describe(
        'Indicateur de `GET /v1/indicators`. À l’envoi, un périmètre seul désigne la part de ses titulaires.',
      ),
    perimeter: z.enum(PERIMETER_IDS).nullish().describe('Périmètre ; nul : l’indicateur n’en a pas.'),
    territory: z.array(z.string()).nullish().describe('Départements du territoire, pour `local-share`.'),
    field: z.enum(RECORDED_FIELDS).nullish().describe('Champ, pour `filled-fields`.'),
    filters: targetFiltersSchema.optional(),
    measure: z
      .enum(TARGET_MEASURES)
      .describe('Nombre de marchés, valeur, ou fournisseurs (`supplier-diversity`).'),
    unit: z.enum(TARGET_UNITS).optional().describe('Pourcentage (par défaut), nombre, ou euros.'),
    direction: z.enum(TARGET_DIRECTIONS).optional().describe('Au moins (par défaut), ou au plus.'),
    holders: z
      .enum(HOLDER_METHODS)
      .nullish()
      .describe('Méthode pour plusieurs titulaires ; nul : l’indicateur n’en a pas.'),
    frameworks: z.enum(FRAMEWORK_METHODS).optional().describe('Méthode pour les accords-cadres.'),
    deliberation: deliberationSchema
      .nullish()
      .describe('Délibération propre à l’objectif ; nul : celle du plan.'),
    baseline: baselineSchema.nullish().describe('Valeur de départ ; nul : aucune.'),
    values: z.array(targetValueSchema).describe('Valeurs visées, période par période.'),
  })
  .meta({ id: 'Target', description: 'Un objectif du plan.' })

const hourTargetSchema = z
  .object({
    id: z.string().describe('Identifiant de l’objectif dans le plan.'),
    title: z.string().describe('Titre.'),
    deliberation: deliberationSchema
      .nullish()
      .describe('Délibération propre à l’objectif ; nul : celle du plan.'),
    baseline: baselineSchema.nullish().describe('Heures de départ ; nul : aucune.'),
    values: z
      .array(
        z
          .object({ ...periodShape, minimumHours: z.number().describe('Heures d’insertion visées.') })
          .meta({ id: 'HourTargetValue', description: 'Les heures visées sur une période.' }),
      )
      .describe('Heures visées, période par période.'),
  })
  .meta({ id: 'HourTarget', description: 'Un objectif en heures d’insertion.' })

const planThresholdsSchema = z
  .object({
    graceDays: z.int().optional().describe('Jours sans retard après le début.'),
    latePercent: z.number().optional().describe('Retard toléré, en pourcentage des heures attendues.'),
    riskPercent: z.number().optional().describe('Manque projeté toléré, en pourcentage des heures dues.'),
    paceDays: z.int().optional().describe('Jours dont le rythme est prolongé.'),
    statementDelayDays: z.int().optional().describe('Jours qu’un relevé peut mettre à venir.'),
  })
  .meta({ id: 'PlanThresholds', description: 'Les seuils qu’un plan fixe ; les autres ont leur défaut.' })

export const planSchema = z
  .object({
    ...planShape,
    phases: z.array(phaseSchema).optional().describe('Phases.'),
    targets: z.array(targetSchema).describe('Objectifs.'),
    hourTargets: z.array(hourTargetSchema).optional().describe('Objectifs en heures d’insertion.'),
    insertionThresholds: planThresholdsSchema
      .nullable()
      .optional()
      .describe('Seuils des états des clauses de ses acheteurs ; nul : le plan n’en fixe pas.'),
  })
  .meta({
    id: 'Plan',
    description:
      'Un plan et ses objectifs, comme `docs/plan-file.md` l’écrit : ce qui est rendu peut être renvoyé.',
  })

export const savedPlanSchema = z
  .object({
    importId: z
      .int()
      .nullable()
      .describe('Numéro de l’import qui garde cette version, et qui peut être annulé.'),
    change: z.enum(['created', 'replaced', 'unchanged']).describe('Créé, remplacé, ou déjà tel.'),
    plan: planSchema,
  })
  .meta({ id: 'SavedPlan', description: 'Le plan enregistré.' })

export const planVersionsSchema = z
  .object({
    versions: z
      .array(
        z
          .object({
            importId: z.int().describe('Numéro de l’import.'),
            importedAt: instantText().nullable().describe('Instant de l’import.'),
            file: z.string().describe('Nom du fichier, ou de la demande.'),
            plan: planSchema.nullable().describe('Le plan ; nul : il a été supprimé.'),
          })
          .meta({ id: 'PlanVersion', description: 'Un plan tel qu’un import l’a apporté.' }),
      )
      .describe('De la dernière à la première ; celles des imports annulés n’y sont plus.'),
  })
  .meta({ id: 'PlanVersions', description: 'Les versions d’un plan.' })
