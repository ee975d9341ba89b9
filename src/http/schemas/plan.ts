import { z } from 'zod'
import { FRAMEWORK_METHODS, HOLDER_METHODS, MEASURES } from '../../domain/share/share.ts'
import { PERIMETER_IDS } from '../../domain/supplier/verdict.ts'
import { dayText } from './dates.ts'
import { pageOf } from './page.ts'
import { paging, text } from './parameters.ts'
import { asOfSchema, figureShape, sourceSchema } from './share.ts'

export const planQuerySchema = z.strictObject(paging)

export const planParamsSchema = z.strictObject({
  id: text(/^[a-z0-9][a-z0-9-]{0,63}$/, 'minuscules, chiffres et tirets, 64 au plus').describe(
    'Identifiant du plan.',
  ),
})

const deliberationSchema = z
  .object({
    reference: z.string().describe('Numéro de la délibération.'),
    adoptedOn: dayText().describe('Jour de l’adoption.'),
    url: z.string().nullable().describe('Adresse du texte.'),
  })
  .meta({ id: 'Deliberation', description: 'La délibération qui fonde le plan.' })

const planShape = {
  id: z.string().describe('Identifiant du plan.'),
  title: z.string().describe('Titre.'),
  buyers: z.array(z.string()).describe('Acheteurs liés par le plan, SIREN ou SIRET.'),
  from: dayText().describe('Premier jour du plan.'),
  to: dayText().describe('Dernier jour du plan.'),
  deliberation: deliberationSchema.nullable().describe('Délibération ; nul si le plan n’en cite pas.'),
}

const planSummarySchema = z
  .object(planShape)
  .meta({ id: 'PlanSummary', description: 'Un plan (SPASER), sans ses objectifs.' })

export const planPageSchema = pageOf(planSummarySchema, 'PlanPage', 'Une page de plans.')

const targetValueSchema = z
  .object({
    year: z.int().describe('Année civile.'),
    minimumBasisPoints: z.int().describe('Minimum visé, en centièmes de pour cent : 1250 pour 12,5 %.'),
  })
  .meta({ id: 'TargetValue', description: 'La valeur visée une année.' })

const perimeter = z.string().describe(`Périmètre mesuré : ${PERIMETER_IDS.join(', ')}.`)
const measure = z.enum(MEASURES).describe('En nombre de marchés ou en valeur.')
const holders = z.enum(HOLDER_METHODS).describe('Méthode pour plusieurs titulaires.')
const frameworks = z.enum(FRAMEWORK_METHODS).describe('Méthode pour les accords-cadres.')

const targetSchema = z
  .object({
    id: z.string().describe('Identifiant de l’objectif dans le plan.'),
    title: z.string().describe('Titre.'),
    perimeter,
    measure,
    holders,
    frameworks,
    values: z.array(targetValueSchema).describe('Valeurs visées, année par année.'),
  })
  .meta({ id: 'Target', description: 'Un objectif du plan.' })

const hourTargetSchema = z
  .object({
    id: z.string().describe('Identifiant de l’objectif dans le plan.'),
    title: z.string().describe('Titre.'),
    values: z
      .array(
        z
          .object({
            year: z.int().describe('Année civile.'),
            minimumHours: z.number().describe('Heures d’insertion visées.'),
          })
          .meta({ id: 'HourTargetValue', description: 'Les heures visées une année.' }),
      )
      .describe('Heures visées, année par année.'),
  })
  .meta({ id: 'HourTarget', description: 'Un objectif en heures d’insertion.' })

export const planSchema = z
  .object({
    ...planShape,
    targets: z.array(targetSchema).describe('Objectifs.'),
    hourTargets: z.array(hourTargetSchema).describe('Objectifs en heures d’insertion.'),
  })
  .meta({ id: 'Plan', description: 'Un plan et ses objectifs.' })

export const scoreboardRowSchema = z
  .object({
    targetId: z.string().describe('Objectif.'),
    title: z.string().describe('Titre de l’objectif.'),
    perimeter,
    measure: z.string().describe('En nombre de marchés (contracts) ou en valeur (value).'),
    holders: z.string().describe('Méthode pour plusieurs titulaires.'),
    frameworks: z.string().describe('Méthode pour les accords-cadres.'),
    year: z.int().describe('Année civile de notification.'),
    minimum: z.number().describe('Part minimale visée, entre 0 et 1.'),
    verdict: z
      .enum(['met', 'missed', 'depends-on-undetermined', 'no-contracts'])
      .describe('Atteint, manqué, suspendu aux fournisseurs indéterminés, ou sans marché.'),
    isProvisional: z.boolean().describe('L’année n’est pas finie : chiffre et verdict peuvent changer.'),
    ...figureShape,
  })
  .meta({
    id: 'ScoreboardRow',
    description: 'Un objectif, une année : le chiffre, le minimum et le verdict.',
  })

const hourRowSchema = z
  .object({
    targetId: z.string().describe('Objectif.'),
    title: z.string().describe('Titre de l’objectif.'),
    year: z.int().describe('Année civile.'),
    minimumHours: z.number().describe('Heures visées.'),
    doneHours: z.number().describe('Heures réalisées dans l’année, validées ou non.'),
    validatedHours: z.number().describe('Dont validées.'),
    expectedHours: z.number().describe('Heures qu’un rythme régulier attend à ce jour.'),
    projectedHours: z.number().describe('Heures en fin d’année au rythme des jours écoulés.'),
    verdict: z
      .enum(['met', 'missed', 'on-track', 'behind'])
      .describe('Atteint, manqué ; année en cours : dans les temps ou en retard.'),
    isProvisional: z.boolean().describe('L’année n’est pas finie.'),
  })
  .meta({ id: 'HourRow', description: 'Un objectif en heures, une année, et sa trajectoire.' })

export const scoreboardSchema = z
  .object({
    plan: planSchema,
    rows: z.array(scoreboardRowSchema).describe('Une ligne par objectif et par année.'),
    hours: z.array(hourRowSchema).describe('Une ligne par objectif en heures d’insertion et par année.'),
    sources: z.array(sourceSchema).describe('Listes de référence, avec leur date.'),
    asOf: asOfSchema,
  })
  .meta({ id: 'Scoreboard', description: 'Le tableau de bord d’un plan.' })
